using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Maintenance;

/// <summary>The hidden columns in which rows that move to another file keep their id and the version that last changed
/// them. Protocol section "Row Tracking".</summary>
internal sealed class RowIdColumns
{
    private readonly string _id;
    private readonly string _version;

    private RowIdColumns(string id, string version)
    {
        _id = id;
        _version = version;
    }

    /// <summary>The columns of a table that tracks rows; null for others.</summary>
    public static RowIdColumns? Find(Metadata metadata) =>
        metadata is { HasRowTracking: true, RowIdColumn: { } id, RowCommitVersionColumn: { } version }
            ? new RowIdColumns(id, version)
            : null;

    /// <summary>The table with the hidden columns, as its files may have them.</summary>
    public Metadata AddTo(Metadata metadata) => metadata.WithSchema(new StructType(
    [
        .. metadata.Schema.Fields, new StructField(_id, PrimitiveType.Long), new StructField(_version, PrimitiveType.Long),
    ]));

    /// <summary>Gives rows that have not moved before what they have by their place: the file's first id and their number in
    /// it, and the file's version.</summary>
    /// <param name="rows">A query with the hidden columns, the file's number and the row's place, in brackets.</param>
    /// <param name="files">The files by their numbers.</param>
    public string Fill(string rows, IReadOnlyList<LocalFile> files)
    {
        string id = SqlText.Name(_id);
        string version = SqlText.Name(_version);
        return $"(SELECT * EXCLUDE ({RowPlace.File}, {RowPlace.Row}) REPLACE (coalesce({id}, "
            + $"{Of(files, static file => file.BaseRowId)} + {RowPlace.Row}) AS {id}, "
            + $"coalesce({version}, {Of(files, static file => file.DefaultRowCommitVersion)}) AS {version}) FROM {rows} AS h)";
    }

    private static string Of(IReadOnlyList<LocalFile> files, Func<AddFile, long?> value)
    {
        IEnumerable<string> values = files.Select(file => value(file.Add) is { } number ? SqlText.Number(number) : "NULL");
        return $"list_extract(CAST([{string.Join(',', values)}] AS BIGINT[]), CAST({RowPlace.File} + 1 AS BIGINT))";
    }
}
