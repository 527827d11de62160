using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Maintenance.Conversion;
using Wallstreet.Storage;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table convert</c>: makes a table of a folder of Parquet files, in place.</summary>
internal static class TableConversion
{
    public static Command Create(CommandFrame frame)
    {
        Argument<string> folder = TableLookup.NewArgument("folder", "A location, or a dotted name for a folder of the lake");
        Option<string?> partitions = new("--partition-by")
        {
            Description = "The partition columns with their types: \"year int, region string\" (else told by the folders' names)",
            HelpName = "COLUMNS",
        };
        Command command = new("convert", "Make a table of the Parquet files in a folder, in place") { folder, partitions };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            string place = context.Parsed.GetValue(folder)!;
            IObjectStore store = TableLookup.OpenStore(context, place);
            ConvertRequest request = new() { PartitionSchema = ReadColumns(context.Parsed.GetValue(partitions)) };
            ConvertResult result;
            using (WorkProgressView view = new(context))
            {
                IProgress<long> progress = new ProgressOf<long>(done => view.Show("Looking", 0, 0, $"{done} files"));
                DeltaOptions options = new() { TimeProvider = context.Get<TimeProvider>() };
                result = await ParquetFolder.ConvertAsync(store, request, options, progress, cancellationToken).ConfigureAwait(false);
            }

            context.Rows.PrintObject(new Members
            {
                { "location", result.Table.Location.ToString() },
                { "files", Cell.Count(result.FileCount) },
                { "sizeBytes", Cell.Size(result.SizeBytes) },
                { "rows", Cell.Count(result.RowCount) },
                { "partitionColumns", result.PartitionColumns },
                { "schema", TableDescription.ColumnsOf(result.Schema) },
            });
            return ExitCodes.Success;
        }));
        return frame.WithExamples(command, "table convert ./exports/prices", "table convert ./exports/bars --partition-by \"year int, symbol string\"");
    }

    private static Delta.Schema.StructType? ReadColumns(string? text)
    {
        try
        {
            return text is null ? null : ColumnList.Parse(text);
        }
        catch (SchemaMismatchException error)
        {
            throw new UsageException($"--partition-by: {error.Message}");
        }
    }
}
