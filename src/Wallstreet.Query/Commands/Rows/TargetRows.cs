using Wallstreet.Delta.Actions;
using Wallstreet.Query.Caching;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Rows;

/// <summary>Queries, in brackets, over rows of the table that a command changes, with the places where they lie.</summary>
internal sealed class TargetRows(Metadata metadata, RowIdColumns? rowIds, HeldFiles held)
{
    /// <summary>No rows, to bind expressions to.</summary>
    public string None => Told(SnapshotSql.Write(metadata, [], null, null, fileColumns: true, keepsVariants: true));

    /// <summary>The rows of files.</summary>
    public string Of(IReadOnlyList<LocalFile> files, long? rowCount = null)
    {
        string rows = SnapshotSql.Write(
            metadata, files, rowCount, held.HoldDeletedRows(files), fileColumns: true, keepsVariants: true);
        return Told(rowIds?.Fill(rows, files) ?? rows);
    }

    /// <summary>With the ids of rows in the column that conditions know them by.</summary>
    private string Told(string rows) => rowIds is null || metadata.Schema.Find(RowFacts.Column) is not null
        ? rows
        : $"(SELECT r.*, struct_pack({rowIds.Facts("r")}) AS {RowFacts.Column} FROM {rows} AS r)";

    /// <summary>The rows that leave their files, with the numbers that the files had when they were found.</summary>
    public string Leaving(IReadOnlyList<TouchedFile> files)
    {
        TouchedFile[] partly = [.. files.Where(static file => file.Rows is not null)];
        TouchedFile[] whole = [.. files.Where(static file => file.Rows is null)];
        List<string> parts = [];
        if (partly.Length > 0)
        {
            long vectors = held.HoldDeletedRows([.. partly.Select(static file => file.File with { Deleted = file.Rows })])!.Value;
            parts.Add($"{Numbered(partly)} AS p WHERE NOT {AliveFunction.Name}("
                + $"{SqlText.Number(vectors)}::BIGINT, p.{RowPlace.Number}, p.{RowPlace.Row})");
        }

        if (whole.Length > 0 || partly.Length == 0)
        {
            parts.Add($"{Numbered(whole)} AS w");
        }

        return $"({string.Join(" UNION ALL ", parts.Select(static part => $"SELECT * EXCLUDE ({RowPlace.Number}) FROM {part}"))})";
    }

    /// <summary>The rows that stay in files that others leave; <see langword="null"/> if no file has any.</summary>
    public string? Staying(IReadOnlyList<TouchedFile> files)
    {
        LocalFile[] left = [.. files.Where(static file => file.Rows is not null).Select(static file => file.File with
        {
            Deleted = file.File.Deleted is { } deleted ? deleted.Union(file.Rows!) : file.Rows,
        })];
        return left.Length == 0 ? null : Of(left);
    }

    /// <summary>The rows of some files, with the number that counts here and the one that the file had before.</summary>
    private string Numbered(TouchedFile[] files)
    {
        string numbers = files.Select(static file => file.Number).SequenceEqual(Enumerable.Range(0, files.Length))
            ? $"r.{RowPlace.File}"
            : $"CAST([{string.Join(',', files.Select(static file => SqlText.Number(file.Number)))}]"
                + $"[(r.{RowPlace.File} + 1)::BIGINT] AS UBIGINT)";
        return $"(SELECT r.* EXCLUDE ({RowPlace.File}), {numbers} AS {RowPlace.File}, r.{RowPlace.File} AS {RowPlace.Number} "
            + $"FROM {Of([.. files.Select(static file => file.File)])} AS r)";
    }
}
