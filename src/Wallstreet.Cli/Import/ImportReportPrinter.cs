using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Lakehouse.Import;

namespace Wallstreet.Cli.Import;

/// <summary>Prints what an import did and what the sniffer chose.</summary>
internal static class ImportReportPrinter
{
    private static readonly Column[] _columns =
    [
        new("name"), new("source"), new("type"), new("format"), Column.Number("values"), Column.Number("blanks"), new("nullTokens"),
    ];

    private static readonly Column[] _files =
    [
        new("path"), new("format"), new("dialect"), Column.Number("bytes"), Column.Number("rows"), Column.Number("rowsQuarantined"), new("sha256"),
    ];

    public static void Print(CommandContext context, ImportReport report)
    {
        RowSet columns = new(_columns, [.. report.Columns.Select(static c => new object?[]
        {
            c.Name, c.SourceName, c.Type, c.Format, c.Values, c.Blanks, string.Join(" ", c.NullTokens),
        })]);
        if (!context.Rows.IsForPeople)
        {
            context.Rows.PrintObject(ObjectOf(report, columns));
            return;
        }

        context.Rows.Print(_columns, columns.Rows, "");
        foreach (IGrouping<string, ImportedFile> dialect in report.Files.GroupBy(static f => DialectOf(f)))
        {
            context.Remark(string.Create(CultureInfo.InvariantCulture, $"{dialect.Count()} {(dialect.Count() == 1 ? "file" : "files")}: {dialect.Key}"));
        }

        foreach (string note in report.Notes)
        {
            context.Remark($"note: {note}");
        }

        if (report.QuarantineTable is { } quarantine)
        {
            context.Remark(string.Create(CultureInfo.InvariantCulture,
                $"{report.RowsQuarantined:N0} records are no rows and went to {quarantine} with line and reason: {context.ProgramName} sql \"SELECT * FROM {quarantine}\""));
        }

        context.Remark(string.Create(CultureInfo.InvariantCulture,
            $"{report.Rows:N0} rows in {report.Table}, version {report.Version}, {report.Elapsed.TotalSeconds:0.0} s"));
    }

    private static Members ObjectOf(ImportReport report, RowSet columns)
    {
        RowSet files = new(_files, [.. report.Files.Select(static f => new object?[]
        {
            f.Path, f.Format.ToString().ToLowerInvariant(), f.Dialect?.Describe(), f.Bytes, f.Rows, f.RowsQuarantined, f.Sha256,
        })]);
        return new Members
        {
            { "table", report.Table },
            { "version", report.Version },
            { "rows", report.Rows },
            { "rowsQuarantined", report.RowsQuarantined },
            { "quarantineTable", report.QuarantineTable },
            { "bytes", report.Bytes },
            { "seconds", Math.Round(report.Elapsed.TotalSeconds, 3) },
            { "columns", columns },
            { "files", files },
            { "notes", report.Notes },
        };
    }

    private static string DialectOf(ImportedFile file) => file.Dialect?.Describe() ?? (file.Format == InputFormat.Parquet ? "Parquet" : "JSON lines");
}
