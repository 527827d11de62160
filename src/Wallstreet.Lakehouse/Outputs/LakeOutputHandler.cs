using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Lakehouse.Lineage;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Query;

namespace Wallstreet.Lakehouse.Outputs;

/// <summary>
/// Keeps what assets return in their tables: the whole table is replaced, or exactly the partitions of the step, in one
/// commit that says where it came from. Doing it again gives the same table.
/// </summary>
/// <param name="lake">The tables.</param>
/// <param name="engine">Writes them.</param>
public sealed class LakeOutputHandler(Lake lake, QueryEngine engine) : IAssetOutputHandler
{
    /// <inheritdoc />
    public async ValueTask<OutputReceipt> HandleAsync(AssetContext context, object? output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        InputLedger ledger = InputLedger.Of(context);
        WriteResult result;
        switch (output)
        {
            case null:
                return new OutputReceipt { InputVersions = ledger.Tables };
            case SqlOutput sql:
                result = await WriteAsync(context, sql, ledger, cancellationToken).ConfigureAwait(false);
                break;
            case ArrowOutput arrow:
                result = await WriteAsync(context, arrow, ledger, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new UnknownOutputException(context.Asset.Key, output.GetType());
        }

        string table = context.Asset.Key.ToTableName();
        return new OutputReceipt
        {
            DataVersion = string.Create(CultureInfo.InvariantCulture, $"{table}@{result.Version}"),
            InputVersions = ledger.Tables,
            Metadata = WriteFacts.Of(table, result),
        };
    }

    private async ValueTask<WriteResult> WriteAsync(
        AssetContext context, SqlOutput output, InputLedger ledger, CancellationToken cancellationToken)
    {
        // The inputs are pinned first: what the commit says was read is what was read.
        SqlAnalysis analysis = engine.Analyze(output.Statement);
        Dictionary<string, long> pins = await PinAsync(analysis, cancellationToken).ConfigureAwait(false);
        foreach ((string table, long version) in pins)
        {
            ledger.AddTable(table, version);
        }

        PartitionFilter? filter = PartitionFilter.For(context.Asset, context.Partitions);
        WriteQuery write = new(output.Statement, context.Asset.Key.ToTableName())
        {
            Mode = filter is null ? WriteMode.Overwrite : WriteMode.ReplaceWhere,
            ReplaceWhere = filter?.Condition,
            PartitionBy = TableSpec.Of(context.Asset).PartitionBy,
            Read = new QueryRequest { Pins = pins, Parameters = ParametersOf(analysis, filter) },
            Commit = Commit(context, ledger),
            SchemaEvolution = filter is null ? SchemaEvolution.Replace : SchemaEvolution.AddColumns,
            Description = context.Asset.Description,
            Comments = TableSpec.Of(context.Asset).Comments,
        };
        return await engine.WriteAsync(write, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<WriteResult> WriteAsync(
        AssetContext context, ArrowOutput output, InputLedger ledger, CancellationToken cancellationToken)
    {
        PartitionFilter? filter = PartitionFilter.For(context.Asset, context.Partitions);
        WriteQuery write = WriteQuery.ForRows(context.Asset.Key.ToTableName()) with
        {
            Mode = filter is null ? WriteMode.Overwrite : WriteMode.ReplaceWhere,
            ReplaceWhere = filter?.Condition,
            PartitionBy = TableSpec.Of(context.Asset).PartitionBy,
            CommitWhenDue = () => Commit(context, ledger),
            SchemaEvolution = filter is null ? SchemaEvolution.Replace : SchemaEvolution.AddColumns,
            Description = context.Asset.Description,
            Comments = CommentsOf(context, output.Comments),
        };
        return await engine.WriteRowsAsync(write, output.Schema, output.Batches, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Dictionary<string, long>> PinAsync(SqlAnalysis analysis, CancellationToken cancellationToken)
    {
        Dictionary<string, long> pins = new(StringComparer.Ordinal);
        foreach (TableReference reference in analysis.References)
        {
            // A place that is pinned in the text, or names a location, is told by the write's own inputs.
            if (reference is { Name: { } name, Pin: null } && !pins.ContainsKey(name)
                && await lake.FindTableAsync(name, cancellationToken).ConfigureAwait(false) is { } table)
            {
                pins[name] = (await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).Version;
            }
        }

        return pins;
    }

    private static Dictionary<string, string> CommentsOf(AssetContext context, IReadOnlyDictionary<string, string> ofRows)
    {
        Dictionary<string, string> comments = new(ofRows, StringComparer.OrdinalIgnoreCase);
        foreach ((string column, string comment) in TableSpec.Of(context.Asset).Comments)
        {
            comments[column] = comment;
        }

        return comments;
    }

    private static Dictionary<string, object?> ParametersOf(SqlAnalysis analysis, PartitionFilter? filter) =>
        filter is null
            ? []
            : filter.Parameters.Where(p => analysis.Parameters.Contains(p.Key)).ToDictionary(StringComparer.Ordinal);

    private static CommitOptions Commit(AssetContext context, InputLedger ledger) => new("WRITE")
    {
        UserMetadata = new CommitLineage
        {
            RunId = context.RunId.Value,
            Asset = context.Asset.Key.Path,
            Partition = context.PartitionRange?.ToString(),
            CodeVersion = context.Asset.CodeVersion,
            Inputs = ledger.Tables.Count > 0 ? ledger.Tables : null,
            Sources = ledger.Sources.Count > 0 ? ledger.Sources : null,
        }.ToJson(),
    };
}
