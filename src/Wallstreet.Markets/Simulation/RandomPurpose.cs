namespace Wallstreet.Markets.Simulation;

/// <summary>What a random stream is drawn for; part of its key, so the numbers are never changed or used again.</summary>
internal enum RandomPurpose
{
    Profile = 1,
    Market = 2,
    Sector = 3,
    Daily = 4,
    Minute = 5,
    MinuteError = 6,
    DailyError = 7,
}
