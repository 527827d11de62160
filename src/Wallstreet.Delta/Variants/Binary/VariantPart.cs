namespace Wallstreet.Delta.Variants.Binary;

/// <summary>A value within an array or an object that is being written.</summary>
/// <param name="NameId">The number of the field's name; 0 within arrays.</param>
/// <param name="Start">Where its bytes begin.</param>
internal readonly record struct VariantPart(int NameId, int Start);
