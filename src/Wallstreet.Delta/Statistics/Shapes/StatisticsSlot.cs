namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>A value within a shape: what stands before it, and what it is for.</summary>
/// <param name="Before">The bytes between the value before and this one.</param>
/// <param name="IsText">Whether the value is quoted; else it is a number.</param>
/// <param name="Column">The column; -1 if the value belongs to none that is wanted.</param>
/// <param name="Purpose">What the value says.</param>
internal sealed record StatisticsSlot(byte[] Before, bool IsText, int Column, StatisticsPurpose Purpose);
