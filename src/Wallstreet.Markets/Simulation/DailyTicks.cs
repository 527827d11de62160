namespace Wallstreet.Markets.Simulation;

/// <summary>One session of one security in ticks; the truth that minute bars are made to add up to.</summary>
internal readonly record struct DailyTicks(int Open, int High, int Low, int Close, long Volume);
