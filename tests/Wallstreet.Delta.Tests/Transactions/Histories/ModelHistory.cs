using System.Globalization;
using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Storage;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>A random history of random operations by several writers over a store in which things go wrong, and what must
/// hold of it afterwards.</summary>
internal sealed class ModelHistory : IDisposable
{
    private readonly MemoryObjectStore _store = new("table");
    private readonly ModelFiles _files = new();
    private readonly Dictionary<int, ModelOperation> _operations = [];
    private readonly Dictionary<int, long> _landed = [];
    private readonly HashSet<int> _refused = [];
    private readonly Simulation _simulation;
    private readonly bool _serializable;
    private readonly bool _vectors;
    private readonly DeltaOptions _options;
    private int _instances;

    private ModelHistory(int seed)
    {
        _simulation = Simulation.Create(seed);
        _serializable = Random.Next(2) == 0;
        _vectors = Random.Next(3) > 0;
        _options = new DeltaOptions
        {
            TimeProvider = _simulation.Time,
            Random = Random,
            CheckpointInterval = Random.Next(16) == 0 ? 3 : 1000,
            ChecksumInterval = Random.Next(2) == 0 ? TimeSpan.Zero : Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _simulation.Dispose();

    private Random Random => _simulation.Random;

    /// <summary>Runs a history and holds it against the model.</summary>
    /// <returns>How many commits it has, and how many changes were refused.</returns>
    public static async Task<(long Commits, int Conflicts)> RunAsync(int seed, int writers, int operations, int faultsPerMille)
    {
        using ModelHistory history = new(seed);
        history._simulation.FaultsPerMille = faultsPerMille;
        DeltaTable[] tables = new DeltaTable[writers];
        await history.CreateAsync().ConfigureAwait(false);
        for (int writer = 0; writer < writers; writer++)
        {
            tables[writer] = await history.OpenAsync().ConfigureAwait(false);
        }

        history._simulation.Run([.. tables.Select(table => (Func<Task>)(() => history.WriteAsync(table, operations)))]);
        long commits = await history.CheckAsync().ConfigureAwait(false);
        return (commits, history._refused.Count);
    }

    private async Task CreateAsync()
    {
        Dictionary<string, string> properties = new()
        {
            ["delta.isolationLevel"] = _serializable ? "Serializable" : "WriteSerializable",
            ["delta.enableDeletionVectors"] = _vectors ? "true" : "false",
            ["delta.enableRowTracking"] = Random.Next(2) == 0 ? "true" : "false",
            ["delta.enableInCommitTimestamps"] = Random.Next(2) == 0 ? "true" : "false",
        };
        AppendRows first = new(0, NewRows(0, 100));
        _operations.Add(0, first);
        _landed.Add(0, 0);
        await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                Properties = properties,
                Files = [_files.Write([.. first.Apply([])])],
            },
            CommitOf(first),
            _options,
            CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>A new life of a writer; the table itself is opened without taking turns.</summary>
    private async Task<DeltaTable> OpenAsync()
    {
        SimulatedStore store = new(_store, _simulation);
        DeltaTable table = await DeltaTable.OpenAsync(store, _options, CancellationToken.None).ConfigureAwait(false);
        store.IsLive = true;
        return table;
    }

    private async Task WriteAsync(DeltaTable table, int operations)
    {
        for (int operation = 0; operation < operations; operation++)
        {
            try
            {
                await WriteAsync(table, NewOperation()).ConfigureAwait(false);
            }
            catch (SimulatedCrashException)
            {
                table = await OpenAsync().ConfigureAwait(false);
            }
            catch (ObjectStoreException)
            {
                // The operation may have landed or not; the log will tell.
            }
        }
    }

    private async Task WriteAsync(DeltaTable table, ModelOperation operation)
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Snapshot read = await table.GetSnapshotAsync(CancellationToken.None).ConfigureAwait(false);
            if (await operation.DecideAsync(table, read, _files, CancellationToken.None).ConfigureAwait(false) is not { } change)
            {
                return;
            }

            try
            {
                CommittedVersion committed = await table.CommitAsync(change, CommitOf(operation), CancellationToken.None)
                    .ConfigureAwait(false);
                _landed.Add(operation.Id, committed.Version);
                return;
            }
            catch (ConcurrentModificationException)
            {
                if (attempt == 2)
                {
                    _refused.Add(operation.Id);
                }
            }
        }
    }

    private static CommitOptions CommitOf(ModelOperation operation) => new(operation.GetType().Name)
    {
        UserMetadata = operation.Id.ToString(CultureInfo.InvariantCulture),
    };

    private List<ModelRow> NewRows(int from, int to)
    {
        List<ModelRow> rows = [];
        for (int row = Random.Next(1, 6); row > 0; row--)
        {
            rows.Add(new ModelRow(_instances++, Random.Next(6), Random.Next(from, to)));
        }

        return rows;
    }

    private ModelOperation NewOperation()
    {
        int id = _operations.Count;
        int start = Random.Next(90);
        (int From, int To) range = (start, start + Random.Next(1, 40));
        bool vectors = _vectors && Random.Next(3) > 0;
        ModelOperation operation = Random.Next(20) switch
        {
            < 4 => new AppendRows(id, NewRows(0, 100)),
            4 or 5 => new AppendRows(id, NewRows(0, 100)) { Once = ($"s{Random.Next(2)}", Random.Next(1, 4)) },
            6 or 7 => new AppendCount(id, _instances++, range),
            < 11 => new DeleteRange(id, range, vectors),
            < 14 => new UpdateRange(id, range, vectors),
            14 or 15 => new MergeKey(id, new ModelRow(_instances++, Random.Next(6), Random.Next(100)), vectors),
            16 => new ReplaceRange(id, range, NewRows(range.From, range.To)),
            17 => Random.Next(2) == 0 ? new OverwriteAll(id, NewRows(0, 100)) : new Describe(id),
            _ => new Rearrange(id, Random.Next()),
        };
        _operations.Add(id, operation);
        return operation;
    }

    /// <summary>Replays the history by the model.</summary>
    private async Task<long> CheckAsync()
    {
        DeltaTable table = await DeltaTable.OpenAsync(_store, new DeltaOptions { RequireChecksums = true }, CancellationToken.None)
            .ConfigureAwait(false);
        Snapshot final = await table.GetSnapshotAsync(CancellationToken.None).ConfigureAwait(false);
        Snapshot snapshot = await table.GetSnapshotAsync(0, CancellationToken.None).ConfigureAwait(false);
        List<ModelRow> model = [.. _operations[0].Apply([])];
        List<(long Version, HashSet<int> Instances)> blind = [];
        Dictionary<int, long> found = new() { [0] = 0 };
        HashSet<(string Stream, long Number)> once = [];
        LogReader log = new(_store, 1);
        await CheckRowsAsync(table, snapshot, model).ConfigureAwait(false);
        for (long version = 1; version <= final.Version; version++)
        {
            CommitActions commit = (await log.TryReadAsync(version, true, CancellationToken.None).ConfigureAwait(false))!;
            Assert.NotNull(commit);
            Snapshot next = SnapshotLoader.Advance(snapshot, commit, snapshot.Timestamp.AddMilliseconds(1));
            Assert.True(next.Timestamp > snapshot.Timestamp);
            int id = int.Parse(commit.CommitInfo!.UserMetadata!, CultureInfo.InvariantCulture);
            Assert.True(found.TryAdd(id, version), $"operation {id} landed as {found[id]} and as {version}");
            ModelOperation operation = _operations[id];
            model = Replay(operation, commit.CommitInfo.ReadVersion!.Value, model, blind);
            if (operation.IsBlind)
            {
                blind.Add((version, [.. operation.Apply([]).Select(static row => row.Instance)]));
            }

            Assert.True(operation is not AppendRows { Once: { } mine } || once.Add(mine), $"{operation} was to happen once");
            await CheckRowsAsync(table, next, model).ConfigureAwait(false);
            snapshot = next;
        }

        Assert.Equal(Keys(final), Keys(snapshot));
        Assert.All(_landed, item => Assert.Equal(item.Value, found[item.Key]));
        Assert.All(_refused, id => Assert.False(found.ContainsKey(id), $"operation {id} was refused and is there"));
        return final.Version;
    }

    /// <summary>The rows after an operation. Where only writes are serializable, appends that read nothing may count as if
    /// they had come after an operation that did not see them.</summary>
    private List<ModelRow> Replay(
        ModelOperation operation, long readVersion, List<ModelRow> model, List<(long Version, HashSet<int> Instances)> blind)
    {
        if (_serializable)
        {
            return [.. operation.Apply(model)];
        }

        HashSet<int> later = [.. blind.Where(item => item.Version > readVersion).SelectMany(static item => item.Instances)];
        return
        [
            .. operation.Apply([.. model.Where(row => !later.Contains(row.Instance))]),
            .. model.Where(row => later.Contains(row.Instance)),
        ];
    }

    private async Task CheckRowsAsync(DeltaTable table, Snapshot snapshot, List<ModelRow> model)
    {
        List<ModelRow> rows = [];
        List<(long From, long To)> ids = [];
        foreach (AddFile file in snapshot.Files)
        {
            List<(long Place, ModelRow Row)> left = await _files.ReadAsync(table, file, CancellationToken.None).ConfigureAwait(false);
            rows.AddRange(left.Select(static row => row.Row));
            Assert.Equal(snapshot.Metadata.HasRowTracking, file.BaseRowId is not null);
            ids.Add((file.BaseRowId ?? -1, (file.BaseRowId ?? 0) + snapshot.FindStatistics(file)!.RecordCount!.Value));
        }

        Assert.Equal(Sort(model), Sort(rows));
        Assert.Equal(model.Count, snapshot.RowCount);
        if (snapshot.Metadata.HasRowTracking)
        {
            ids.Sort();
            Assert.All(ids.Zip(ids.Skip(1)), static pair => Assert.True(pair.First.To <= pair.Second.From, "row ids overlap"));
        }
    }

    private static List<(string Path, string? Vector, long? FirstRow, long? Since)> Keys(Snapshot snapshot) =>
        [.. snapshot.Files.Select(static file =>
            (file.Path, file.DeletionVector?.UniqueId, file.BaseRowId, file.DefaultRowCommitVersion)).Order()];

    private static List<ModelRow> Sort(IEnumerable<ModelRow> rows) =>
        [.. rows.OrderBy(static row => row.Instance).ThenBy(static row => row.Price)];
}
