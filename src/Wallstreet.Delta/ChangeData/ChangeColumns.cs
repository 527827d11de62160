using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.ChangeData;

/// <summary>The columns of changes: the table's, and three that say what happened, in which version and when. Protocol
/// section "Change Data Files". Those that are the same in all rows of a file are read like partition columns, so that
/// files are pruned by them too.</summary>
internal sealed class ChangeColumns
{
    public const string Type = "_change_type";
    public const string Version = "_commit_version";
    public const string Timestamp = "_commit_timestamp";
    public const string Insert = "insert";
    public const string Delete = "delete";

    private static readonly StructField[] _added =
    [
        new(Type, PrimitiveType.String), new(Version, PrimitiveType.Long), new(Timestamp, PrimitiveType.Timestamp),
    ];

    private readonly PartitionColumn[] _own;
    private readonly PartitionColumn[] _inferred;
    private readonly PartitionColumn[] _recorded;

    /// <param name="snapshot">Gives the table's columns.</param>
    /// <param name="plain">Whether only the table's own columns are wanted, as of rows that all came.</param>
    /// <exception cref="ChangeDataException">The table has a column of such a name.</exception>
    public ChangeColumns(Snapshot snapshot, bool plain = false)
    {
        StructField[] more = plain ? [] : _added;
        IsPlain = plain;
        if (more.FirstOrDefault(column => snapshot.Schema.Find(column.Name) is not null) is { } taken)
        {
            throw new ChangeDataException(
                ChangeDataProblem.ColumnNameTaken,
                snapshot.Version,
                $"The table has a column '{taken.Name}', the name of a column that change data adds. Rename the column.");
        }

        Schema = new StructType([.. snapshot.Schema.Fields.Select(static column => column with { Nullable = true }), .. more]);
        Metadata = snapshot.Metadata.WithSchema(Schema);
        _own = [.. snapshot.PartitionFields];
        PartitionColumn[] added = [.. more.Select(static column => new PartitionColumn(column.Name, column.Name, column.Type))];
        _inferred = [.. _own, .. added];
        _recorded = [.. _own, .. added.Skip(1)];
    }

    /// <summary>Whether there are the table's own columns only.</summary>
    public bool IsPlain { get; }

    public StructType Schema { get; }

    /// <summary>The table's metadata with <see cref="Schema"/>.</summary>
    public Metadata Metadata { get; }

    /// <summary>The columns whose values are in the log.</summary>
    public IReadOnlyList<PartitionColumn> PartitionColumns(ChangeKind kind) =>
        kind == ChangeKind.Recorded ? _recorded : _inferred;

    public ScanPlanner Planner(ChangeKind kind, Predicate? filter) => new(Metadata, PartitionColumns(kind), filter);

    /// <summary>The partition values of a file of changes, as the log would hold them.</summary>
    public static Dictionary<string, string?> Values(
        IReadOnlyDictionary<string, string?> own, ChangeKind kind, long version, DateTimeOffset time)
    {
        Dictionary<string, string?> values = new(own, StringComparer.Ordinal)
        {
            [Version] = version.ToString(CultureInfo.InvariantCulture),
            [Timestamp] = PartitionText.Write(Literal.Of(time)),
        };
        if (kind != ChangeKind.Recorded)
        {
            values[Type] = kind == ChangeKind.Insert ? Insert : Delete;
        }

        return values;
    }
}
