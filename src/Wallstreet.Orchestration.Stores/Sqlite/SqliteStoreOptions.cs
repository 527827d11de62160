namespace Wallstreet.Orchestration.Stores.Sqlite;

/// <summary>How the metadata store in a SQLite file is opened.</summary>
public sealed record SqliteStoreOptions
{
    /// <summary>The path of the file. It is created, with its folder, when it does not exist.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Whether an append also survives the loss of power: then every commit waits for the disk. By default it survives
    /// the end of the process in any way (SIGKILL too), which costs no wait; after a loss of power the newest commits may
    /// be missing but the store is whole, and materializations that were lost are made again.
    /// </summary>
    public bool SurvivesPowerLoss { get; init; }

    /// <summary>How long a write waits for a writer in another process, from 1 ms to 10 minutes.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often followers look for events of other processes, from 10 ms to 1 minute.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Refuses options that make no sense.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message says which.</exception>
    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Path);
        if (BusyTimeout < TimeSpan.FromMilliseconds(1) || BusyTimeout > TimeSpan.FromMinutes(10))
        {
            throw new ArgumentException($"BusyTimeout is {BusyTimeout}; choose from 1 ms to 10 minutes.");
        }

        if (PollInterval < TimeSpan.FromMilliseconds(10) || PollInterval > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentException($"PollInterval is {PollInterval}; choose from 10 ms to 1 minute.");
        }
    }
}
