using System.Diagnostics;
using System.Globalization;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>A process of its own that appends to a table, as fast as it can.</summary>
internal static class WriterProcess
{
    public const string Command = "append-to-table";

    /// <summary>Starts this program again as a writer.</summary>
    public static Process Start(string location, string name, int commits, IReadOnlyDictionary<string, string> settings)
    {
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])
            [
                typeof(WriterProcess).Assembly.Location, Command, location, name,
                commits.ToString(CultureInfo.InvariantCulture),
            ])
        {
            start.ArgumentList.Add(argument);
        }

        foreach ((string key, string value) in settings)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task RunAsync(string[] args)
    {
        (string location, string name, int commits) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));
        string? endpoint = Environment.GetEnvironmentVariable("WALLSTREET__STORAGE__S3__ENDPOINT");
        ObjectStoreOptions options = endpoint is null ? new ObjectStoreOptions() : new ObjectStoreOptions
        {
            S3 = new Storage.S3.S3Options
            {
                Endpoint = new Uri(endpoint),
                AccessKeyRef = Environment.GetEnvironmentVariable("WALLSTREET__STORAGE__S3__ACCESSKEYREF"),
                SecretKeyRef = Environment.GetEnvironmentVariable("WALLSTREET__STORAGE__S3__SECRETKEYREF"),
            },
        };
        DeltaTable table = await DeltaTable.OpenAsync(
            new ObjectStoreFactory(options).Open(location), null, CancellationToken.None);
        int attempts = 0;
        for (int commit = 0; commit < commits; commit++)
        {
            attempts += (await table.AppendAsync($"{name}-{commit}.parquet", CancellationToken.None)).Attempts;
        }

        Console.WriteLine(attempts);
    }
}
