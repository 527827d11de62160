namespace Wallstreet.Markets.Indicators;

/// <summary>A fall from a peak, by positions in the series it was found in.</summary>
/// <param name="Peak">Where the highest value before the fall stands (its last occurrence).</param>
/// <param name="Trough">Where the lowest value of the fall stands (its first occurrence).</param>
/// <param name="Recovery">Where the series first reached the peak's value again; null while it has not.</param>
/// <param name="Depth">Trough / peak − 1: a fraction from −1 up to but not including 0.</param>
public readonly record struct DrawdownEvent(int Peak, int Trough, int? Recovery, double Depth);
