using System.Globalization;
using System.Text;
using TestKit;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>One damaged file of one table.</summary>
internal sealed class FuzzCase
{
    private readonly FuzzTable _table;
    private readonly string _key;
    private readonly FuzzTarget _target;
    private readonly Mutation _mutation;
    private readonly bool _rows;
    private readonly string _words;

    public FuzzCase(IReadOnlyList<FuzzTable> tables, int number)
    {
        Random random = new(number);
        _table = tables[random.Next(tables.Count)];
        IGrouping<FuzzTarget, string>[] kinds = [.. _table.Targets.GroupBy(FuzzTable.KindOf)];
        IGrouping<FuzzTarget, string> kind = kinds[random.Next(kinds.Length)];
        kind = kind.Key == FuzzTarget.Data && random.Next(3) > 0 ? kinds[random.Next(kinds.Length)] : kind;
        _target = kind.Key;
        _key = kind.ElementAt(random.Next(kind.Count()));
        byte[] content = _table.Find(_key)!;
        bool text = _target is FuzzTarget.Commit or FuzzTarget.Compaction or FuzzTarget.JsonCheckpoint
            or FuzzTarget.LastCheckpoint or FuzzTarget.Checksum;
        _mutation = random.Next(50) == 0 ? new Mutation("gone", null)
            : text && random.Next(3) > 0 ? JsonMutations.Mutate(content, random)
            : ByteMutations.Mutate(content, random);
        _rows = _target is FuzzTarget.DeletionVector or FuzzTarget.Data || random.Next(3) == 0;
        _words = string.Create(
            CultureInfo.InvariantCulture, $"case {number}: {_table.Name}, {_key}: {_mutation.Words}");
    }

    /// <summary>Runs it.</summary>
    /// <returns>What became of it, and what is wrong with that.</returns>
    public async Task<(string Outcome, string? Fault)> RunAsync(
        TimeSpan timeMax, long bytesMax, string? progress, CancellationToken cancellation)
    {
        if (progress is not null)
        {
            await File.WriteAllTextAsync(progress, _words, cancellation);
        }

        long allocated = GC.GetTotalAllocatedBytes();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeMax);
        try
        {
            FuzzState state = await Task.Run(
                () => FuzzState.ReadAsync(new SeedStore(_table, _key, _mutation.Content), null, _rows, limit.Token),
                cancellation).WaitAsync(timeMax, cancellation);
            return Bounded(allocated, bytesMax, Judge(state));
        }
        catch (Exception exception) when (exception is DeltaException or ObjectStoreException)
        {
            return _target is FuzzTarget.LastCheckpoint or FuzzTarget.Checksum
                ? Wrong("a hint stops the reader", exception.ToString())
                : string.IsNullOrWhiteSpace(exception.Message)
                ? Wrong("an error says nothing", exception.ToString())
                : Bounded(allocated, bytesMax, ("refused", null));
        }
#pragma warning disable CA1031 // Whatever else comes is what is looked for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Wrong("another exception", exception.ToString());
        }
    }

    private (string Outcome, string? Fault) Bounded(long allocated, long bytesMax, (string Outcome, string? Fault) result)
    {
        long taken = GC.GetTotalAllocatedBytes() - allocated;
        return taken > bytesMax && result.Fault is null ? Wrong("too much memory", $"{taken} bytes") : result;
    }

    private (string Outcome, string? Fault) Judge(FuzzState state)
    {
        FuzzState baseline = _table.Baseline;
        if (state.Same(baseline))
        {
            return ("same", null);
        }

        return _target switch
        {
            FuzzTarget.Commit when _mutation.Content is null => JudgeMissing(state),
            FuzzTarget.Commit => JudgeCommit(state),

            // What their lines say is all that is known of these versions: other lines, another table.
            FuzzTarget.Compaction or FuzzTarget.JsonCheckpoint => new NaiveLog([]).TryApply(_mutation.Content ?? "?"u8.ToArray())
                ? ("other JSON", null)
                : Wrong("JSON that is none gives another table", Difference(state)),

            // Pages have no checksums: a letter may have become another, also of a file that a later commit removes. None
            // may have gone.
            FuzzTarget.ParquetCheckpoint when !_mutation.Cut && state.Version == baseline.Version
                && state.Files.Count >= baseline.Files.Count => ("other letters", null),
            FuzzTarget.Data when !_mutation.Cut && state.SameFiles(baseline)
                && state.Rows!.Count == baseline.Rows!.Count => ("other values", null),

            // A vector's checksum does not name its file: one that took another's place whole is as good as it.
            FuzzTarget.DeletionVector when _mutation.Content is { } content && state.SameFiles(baseline)
                && VectorBlocks.AreOnlyExchanged(_table.Find(_key)!, content, baseline.Files) => ("another's vector", null),
            _ => Wrong("another answer", Difference(state)),
        };
    }

    private (string Outcome, string? Fault) JudgeMissing(FuzzState state) =>
        _table.Before is { } before && state.Same(before)
            ? ("the version before", null)
            : Wrong("another answer without a commit", Difference(state));

    private (string Outcome, string? Fault) JudgeCommit(FuzzState state)
    {
        FuzzState baseline = _table.Baseline;
        long checkpoint = FuzzTables.FindCheckpoint(_table) ?? -1;
        NaiveLog log = new(_table.Checkpoint?.Files ?? []);
        for (long version = checkpoint + 1; version <= baseline.Version; version++)
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"_delta_log/{version:D20}.json");
            if (!log.TryApply(key == _key ? _mutation.Content! : _table.Find(key)!))
            {
                return Wrong("a commit that is none gives another table", Difference(state));
            }
        }

        return state.Files.SequenceEqual(log.Files)
            ? ("other commit", null)
            : Wrong("another answer than a simple reading", Difference(state) + "\nsimple: " + string.Join("; ", log.Files));
    }

    private string Difference(FuzzState state)
    {
        FuzzState baseline = _table.Baseline;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"version {baseline.Version} → {state.Version}");
        if (state.Definition != baseline.Definition)
        {
            text.Append(CultureInfo.InvariantCulture, $"\ndefinition {baseline.Definition}\n→ {state.Definition}");
        }

        text.Append(CultureInfo.InvariantCulture, $"\nfiles gone: {string.Join("; ", baseline.Files.Except(state.Files).Take(5))}");
        text.Append(CultureInfo.InvariantCulture, $"\nfiles new: {string.Join("; ", state.Files.Except(baseline.Files).Take(5))}");
        text.Append(CultureInfo.InvariantCulture, $"\nrows {baseline.Rows?.Count} → {state.Rows?.Count}");
        return text.ToString();
    }

    /// <summary>Fails the case, and keeps the table as it was read, since some tables are made anew in each run.</summary>
    private (string Outcome, string? Fault) Wrong(string what, string details)
    {
        string folder = Repository.PathOf($"artifacts/test-results/fuzz/{Guid.NewGuid():N}");
        foreach (string key in _table.Keys.Where(key => key != _key || _mutation.Content is not null))
        {
            string path = Path.Combine(folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, key == _key ? _mutation.Content! : _table.Find(key)!);
        }

        return ("wrong", $"{_words}: {what}\n{details}\nThe table as it was read: {folder}");
    }
}
