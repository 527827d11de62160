using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Lakehouse.Import;
using Wallstreet.Query;

namespace Wallstreet.Cli.Import;

/// <summary><c>import</c>: files and folders of CSV, JSON lines and Parquet into a table.</summary>
internal static class ImportCommand
{
    public static Command Create(CommandFrame frame)
    {
        ImportOptions options = new();
        Command command = new("import", "Load CSV, JSON lines or Parquet files and folders into a table");
        options.AddTo(command);
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            ImportRequest request = options.Read(context.Parsed);
            TableImporter importer = new(context.Get<Lake>(), context.Get<QueryEngine>(), context.Get<TimeProvider>());
            ImportReport report;
            using (ImportProgressView view = new(context.Terminal, context.Rows.IsForPeople))
            {
                report = await importer.ImportAsync(request, view, cancellationToken).ConfigureAwait(false);
            }

            ImportReportPrinter.Print(context, report);
            return ExitCodes.Success;
        }));
        frame.WithExamples(command, "import prices.csv --table bronze.prices",
            "import bars/ --table silver.bars --set symbol={name} --mode merge --key symbol,date");
        return command;
    }
}
