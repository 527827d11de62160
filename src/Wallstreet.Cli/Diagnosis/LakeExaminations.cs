using Microsoft.Extensions.Configuration;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sqlite;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Cli.Diagnosis;

/// <summary>Looks at the lake, the metadata store and the query engine.</summary>
internal static class LakeExaminations
{
    private const long FreeBytesFail = 100L << 20;
    private const long FreeBytesWarn = 2L << 30;

    public static async ValueTask<IReadOnlyList<Symptom>> LookAtLakeAsync(CommandContext context, CancellationToken cancellationToken)
    {
        Lake lake = context.Get<Lake>();
        int tables = 0;
        await foreach (string _ in lake.ListTablesAsync(cancellationToken).ConfigureAwait(false))
        {
            tables++;
        }

        Symptom reachable = Symptom.Ok("lake", $"{lake.Location} is reachable and has {tables} tables");
        return [reachable, await ProveWritesAsync(lake, cancellationToken).ConfigureAwait(false)];
    }

    public static async ValueTask<IReadOnlyList<Symptom>> LookAtMetadataAsync(CommandContext context, CancellationToken cancellationToken)
    {
        RunPage page = await context.Get<IRunStore>().ListAsync(RunFilter.Everything, 1, null, cancellationToken).ConfigureAwait(false);
        string place = context.Find<SqliteOrchestrationStore>()?.Path ?? context.Get<IRunStore>().GetType().Name;
        string newest = page.Runs is [var run, ..] ? $"the newest run is {run.Id}, {run.Status.ToText()}" : "it has no run yet";
        return [Symptom.Ok("metadata store", $"{place}; {newest}")];
    }

    public static async ValueTask<IReadOnlyList<Symptom>> LookAtEngineAsync(CommandContext context, CancellationToken cancellationToken)
    {
        QueryResult result = await context.Get<QueryEngine>().QueryAsync("SELECT version()", null, cancellationToken).ConfigureAwait(false);
        await using (result.ConfigureAwait(false))
        {
            IReadOnlyList<object?[]> rows = await result.ReadAllAsync(cancellationToken).ConfigureAwait(false);
            return [Symptom.Ok("query engine", $"DuckDB {rows[0][0]}")];
        }
    }

    public static ValueTask<IReadOnlyList<Symptom>> LookAtSpaceAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string? lake = context.Get<Lake>().Store.FindLocalPath("x");
        string temporary = context.Find<IConfiguration>()?["Query:TempDirectory"] ?? new QueryOptions().TempDirectory;
        List<Symptom> symptoms = [];
        if (lake is not null)
        {
            symptoms.Add(SpaceAt("disk space of the lake", Path.GetDirectoryName(lake)!));
        }

        symptoms.Add(SpaceAt("disk space for spilling", Path.GetFullPath(temporary)));
        return ValueTask.FromResult<IReadOnlyList<Symptom>>(symptoms);
    }

    // The same proof that the first commit makes: of two puts of a new key the first wins and the second is refused.
    private static async ValueTask<Symptom> ProveWritesAsync(Lake lake, CancellationToken cancellationToken)
    {
        const string subject = "lake writable";
        string key = $".wallstreet/doctor-{Guid.NewGuid():N}";
        try
        {
            bool first = await lake.Store.TryPutIfAbsentAsync(key, "doctor"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            bool second = await lake.Store.TryPutIfAbsentAsync(key, "other"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            return first && !second
                ? Symptom.Ok(subject, "it can be written, and conditional puts hold")
                : Symptom.Fail(subject, "two conditional puts of one key were both accepted, or both refused", "Use a store whose conditional puts are atomic.");
        }
        catch (ObjectStoreException error)
        {
            return Symptom.Fail(subject, error.Message, "Make it writable for this user, or choose another with --lake; reading works without.");
        }
        finally
        {
            await RemoveAsync(lake.Store, key).ConfigureAwait(false);
        }
    }

    private static async ValueTask RemoveAsync(IObjectStore store, string key)
    {
        try
        {
            await store.DeleteAsync(key, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectStoreException)
        {
            // A store that cannot be written, or not deleted from, was told of above.
        }
    }

    private static Symptom SpaceAt(string subject, string folder)
    {
        DriveInfo drive = new(NearestExisting(folder));
        string detail = $"{Cell.Size(drive.AvailableFreeSpace).Text} are free at {folder}";
        return drive.AvailableFreeSpace switch
        {
            < FreeBytesFail => Symptom.Fail(subject, detail, "Free some space: less than 100 MiB is not enough to write."),
            < FreeBytesWarn => Symptom.Warn(subject, detail, "Free some space: large statements spill to disk."),
            _ => Symptom.Ok(subject, detail),
        };
    }

    private static string NearestExisting(string folder)
    {
        string at = folder;
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { } above)
        {
            at = above;
        }

        return at;
    }
}
