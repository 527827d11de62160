using Apache.Arrow;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Verification;

/// <summary>Reads the rows of a file and holds them against its statistics: bounds may be wider than the rows, and never
/// tighter, or reads that skip by them lose rows. Protocol section "Per-file Statistics".</summary>
internal sealed class DataVerification
{
    private readonly DeltaTable _table;
    private readonly Snapshot _snapshot;
    private readonly Findings _findings;
    private readonly List<StructField> _columns;
    private readonly List<string> _required;
    private readonly DataFileReader _reader;

    public DataVerification(DeltaTable table, Snapshot snapshot, Findings findings)
    {
        _table = table;
        _snapshot = snapshot;
        _findings = findings;
        HashSet<string> partitions = new(snapshot.PartitionColumns, StringComparer.OrdinalIgnoreCase);
        StructField[] stored =
        [
            .. snapshot.Schema.Fields.Where(column => !partitions.Contains(column.Name)
                && column.Type is not PrimitiveType { Kind: PrimitiveKind.Void or PrimitiveKind.Variant }),
        ];
        _required = [.. stored.Where(static column => !column.Nullable).Select(static column => column.Name)];
        _columns = [.. stored.Select(static column => column with { Nullable = true })];
        _reader = new DataFileReader(table.Store, snapshot, _columns);
    }

    /// <summary>How many rows were read.</summary>
    public long Rows { get; private set; }

    public async ValueTask VerifyAsync(AddFile file, CancellationToken cancellationToken)
    {
        FileStatistics? statistics = _snapshot.FindStatistics(file);
        ParquetFileStatistics measured = new(_snapshot.Metadata, _columns);
        long rows = 0;
        try
        {
            DeletionVector? deleted = await _table.ReadDeletionVectorAsync(file, cancellationToken).ConfigureAwait(false);
            using AliveRows left = new(deleted);
            ScanFile whole = new(
                file with { DeletionVector = null }, PartitionValues.Of(file, _snapshot.PartitionFields), FileMatch.All);
            await foreach (RecordBatch batch in _reader.ReadAsync(whole, cancellationToken).ConfigureAwait(false))
            {
                using (batch)
                {
                    using RecordBatch? alive = left.Next(batch.Length) is { } some
                        ? ArrowTake.Take(batch, _reader.Schema, some)
                        : null;
                    measured.Add(alive ?? batch);
                    rows += batch.Length;
                }
            }
        }
        catch (DeltaException exception)
        {
            _findings.Damage("data", file.Path, exception.Message);
            return;
        }

        Rows += rows;
        if (statistics?.RecordCount is { } said && said != rows)
        {
            _findings.Damage("data", file.Path, $"It has {rows} rows; its statistics say {said}.");
        }

        Compare(file, statistics, measured);
    }

    private void Compare(AddFile file, FileStatistics? statistics, ParquetFileStatistics measured)
    {
        foreach ((ColumnPath column, Literal? min, Literal? max, long nulls) in measured.Measure())
        {
            if (column.Names.Count == 1 && nulls > 0 && _required.Contains(column.Names[0]))
            {
                _findings.Damage("rule", file.Path, $"Column '{column}' is NOT NULL, and {nulls} rows hold null in it.");
            }

            if (statistics is not null)
            {
                CompareColumn(file, statistics, column, (min, max), (nulls, measured.RecordCount));
            }
        }
    }

    /// <summary>What a reader would conclude must hold for every row.</summary>
    private void CompareColumn(
        AddFile file, FileStatistics statistics, ColumnPath column, (Literal? Min, Literal? Max) bounds, (long Nulls, long Rows) counts)
    {
        ColumnStatistics said = statistics.Find(column);
        ColumnFacts facts = StatisticsTrust.ToFacts(
            column.FindIn(_snapshot.Schema)!.Type, said, statistics.RecordCount, statistics.TightBounds);
        if (facts.Min is { } low && bounds.Min is { } min && Literal.Compare(min, low) < 0)
        {
            _findings.Damage("data", file.Path, $"Column '{column}' has the value {min}; its statistics say that it begins at {low}.");
        }

        if (facts.Max is { } high && bounds.Max is { } max && Literal.Compare(max, high) > 0)
        {
            _findings.Damage("data", file.Path, $"Column '{column}' has the value {max}; its statistics say that it ends at {high}.");
        }

        bool wrong = facts.Nulls switch
        {
            NullPresence.None => counts.Nulls > 0,
            NullPresence.All => counts.Nulls < counts.Rows,
            NullPresence.Some => counts.Nulls == 0 || counts.Nulls == counts.Rows,
            _ => false,
        };
        if (wrong)
        {
            _findings.Damage(
                "data", file.Path, $"Column '{column}' has {counts.Nulls} nulls in {counts.Rows} rows; its statistics say {said.NullCount}.");
        }
        else if (file.DeletionVector is null && statistics.TightBounds && said.NullCount is { } count && count != counts.Nulls)
        {
            _findings.Warn("data", file.Path, $"Column '{column}' has {counts.Nulls} nulls; its statistics say {count}.");
        }
    }
}
