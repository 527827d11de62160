using System.Globalization;
using System.Text;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>The hidden columns in which rows that move to other files keep their ids and the versions that last changed
/// them. They are no part of the table's schema. Protocol sections "Row IDs" and "Row Commit Versions".</summary>
internal sealed class RowIdColumns
{
    private readonly StructField _id;
    private readonly StructField _version;

    private RowIdColumns(string id, string version)
    {
        _id = new StructField(id, PrimitiveType.Long);
        _version = new StructField(version, PrimitiveType.Long);
    }

    /// <summary>Those of a table; <see langword="null"/> if its rows have no ids to keep. Where columns are found by ids, these
    /// have none, and are found by their names.</summary>
    public static RowIdColumns? Of(Metadata metadata) =>
        metadata is { HasRowTracking: true, RowIdColumn: { } id, RowCommitVersionColumn: { } version }
            ? new RowIdColumns(id, version)
            : null;

    /// <summary>Their names, quoted.</summary>
    public IReadOnlyList<string> Names => [SqlText.Name(_id.Name), SqlText.Name(_version.Name)];

    /// <summary>The facts of a row that they tell, in a list.</summary>
    /// <param name="alias">What the rows are called.</param>
    public string Facts(string alias) =>
        $"row_id := {alias}.{Names[0]}, row_commit_version := {alias}.{Names[1]}";

    /// <summary>Whether a column is one of them.</summary>
    public static bool Are(Metadata metadata, string column) =>
        column == metadata.RowIdColumn || column == metadata.RowCommitVersionColumn;

    /// <summary>The table as its files know it: with these columns at the end.</summary>
    public Metadata Extend(Metadata metadata) =>
        metadata.WithSchema(new StructType([.. metadata.Schema.Fields, _id, _version]));

    /// <summary>A query, in brackets, over rows of files with their places, in which every row has its id and version: those
    /// that it kept when it was moved, else those that follow from its file.</summary>
    /// <param name="rows">The query, in brackets, with these columns and the rows' places.</param>
    /// <param name="files">The files that it reads.</param>
    public string Fill(string rows, IReadOnlyList<LocalFile> files)
    {
        if (files.Count == 0)
        {
            return rows;
        }

        string first = ByFile(files, static add => add.BaseRowId);
        string version = ByFile(files, static add => add.DefaultRowCommitVersion);
        return $"(SELECT i.* REPLACE (coalesce(i.{SqlText.Name(_id.Name)}, {first} + i.{RowPlace.Row}) AS {SqlText.Name(_id.Name)}, "
            + $"coalesce(i.{SqlText.Name(_version.Name)}, {version}) AS {SqlText.Name(_version.Name)}) FROM {rows} AS i)";
    }

    /// <summary>What follows in a select list for rows that get new values: they keep their ids, and the version will be
    /// that of the commit.</summary>
    /// <param name="alias">What the rows as they were are called.</param>
    public string Updated(string alias) =>
        $", {alias}.{SqlText.Name(_id.Name)} AS {SqlText.Name(_id.Name)}, NULL::BIGINT AS {SqlText.Name(_version.Name)}";

    /// <summary>What follows in a select list for rows that are new.</summary>
    public string Inserted() =>
        $", NULL::BIGINT AS {SqlText.Name(_id.Name)}, NULL::BIGINT AS {SqlText.Name(_version.Name)}";

    /// <summary>A query without these columns.</summary>
    public string Without(string query) =>
        $"SELECT * EXCLUDE ({SqlText.Name(_id.Name)}, {SqlText.Name(_version.Name)}) FROM ({query}) AS h";

    private static string ByFile(IReadOnlyList<LocalFile> files, Func<AddFile, long?> find)
    {
        string[] values = [.. files.Select(file => find(file.Add)?.ToString(CultureInfo.InvariantCulture) ?? "NULL")];
        return values.Distinct().Count() == 1
            ? $"{values[0]}::BIGINT"
            : new StringBuilder("CAST(").AppendList(values).Append($"[(i.{RowPlace.File} + 1)::BIGINT] AS BIGINT)").ToString();
    }
}
