using System.Globalization;
using System.Text;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Rewriting;

/// <summary>The column that Spark calls <c>_metadata</c>: a struct that tells of each row in which file it lies and, where
/// the table tracks rows, its id and the version that last changed it. Only statements that name it get it, and
/// <c>*</c> leaves it out. Protocol sections "Row IDs" and "Row Commit Versions".</summary>
internal static class RowFacts
{
    public const string Column = "_metadata";

    /// <summary>Whether a statement names the column.</summary>
    public static bool AreAsked(SqlAnalysis analysis)
    {
        if (!analysis.Sql.Contains(Column, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var tokens = new SqlTokens(analysis.Tree!.Bytes);
        return Enumerable.Range(0, tokens.Count).Any(index =>
            tokens[index].Kind is SqlTokenKind.Word or SqlTokenKind.QuotedWord
            && tokens.Name(index).Equals(Column, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a table leaves the name free.</summary>
    public static bool AreFree(Snapshot snapshot) => snapshot.Schema.Find(Column) is null;

    /// <summary>The query over files, in brackets, with the column at the end.</summary>
    public static string Write(PinnedTable table, IReadOnlyList<LocalFile> files, long? deletedRows, bool keepsVariants)
    {
        Metadata metadata = table.Snapshot.Metadata;
        RowIdColumns? ids = RowIdColumns.Of(metadata);
        string rows = SnapshotSql.Write(
            ids?.Extend(metadata) ?? metadata, files, null, deletedRows, fileColumns: true, keepsVariants: keepsVariants);
        rows = ids?.Fill(rows, files) ?? rows;
        string hidden = string.Join(", ", ((string[])[RowPlace.File, RowPlace.Row]).Concat(ids?.Names ?? []));
        return $"(SELECT r.* EXCLUDE ({hidden}), struct_pack("
            + $"file_path := {OfFile(files, "VARCHAR", file => SqlText.Text(DataPath.GetUri(file.Path, table.Table.Location).AbsoluteUri))}, "
            + $"file_name := {OfFile(files, "VARCHAR", static file => SqlText.Text(NameOf(file.Path)))}, "
            + $"file_size := {OfFile(files, "BIGINT", static file => SqlText.Number(file.SizeBytes))}, "
            + $"file_modification_time := {OfFile(files, "TIMESTAMPTZ", static file =>
                $"make_timestamptz({(file.ModificationTimeMilliseconds * 1000).ToString(CultureInfo.InvariantCulture)})")}, "
            + $"row_index := r.{RowPlace.Row}{(ids is null ? "" : ", " + ids.Facts("r"))}) AS {Column} FROM {rows} AS r)";
    }

    private static string NameOf(string path) => Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);

    /// <summary>What is the same in all rows of a file.</summary>
    private static string OfFile(IReadOnlyList<LocalFile> files, string type, Func<AddFile, string> value) => files.Count switch
    {
        0 => $"CAST(NULL AS {type})",
        1 => $"CAST({value(files[0].Add)} AS {type})",
        _ => new StringBuilder("CAST(").AppendList(files.Select(file => value(file.Add)))
            .Append(CultureInfo.InvariantCulture, $"[(r.{RowPlace.File} + 1)::BIGINT] AS {type})").ToString(),
    };
}
