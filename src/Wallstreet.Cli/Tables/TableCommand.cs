using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Tables.Alterations;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table</c>: what Delta tables hold and how they came to be. Works on tables of others too.</summary>
internal static class TableCommand
{
    public static Command Create(CommandFrame frame)
    {
        Command command = new("table", "Look at Delta tables: of the lake by name, or anywhere by location")
        {
            TableListing.Create(frame),
            TableDescription.Create(frame),
            TableHistory.Create(frame),
            TableFiles.Create(frame),
            TableVerification.Create(frame),
            TableOptimization.Create(frame),
            TableClustering.Create(frame),
            TableVacuum.Create(frame),
            TableCheckpoint.Create(frame),
            TableRestore.Create(frame),
            TableClone.Create(frame),
            TableConversion.Create(frame),
            TableChanges.Create(frame),
            TableColumns.Create(frame),
            TableConstraints.Create(frame),
            TableProperties.Create(frame),
            TableFeatureList.Create(frame),
        };
        return frame.WithExamples(
            command,
            "table history gold.daily_prices --limit 10",
            "table files ./elsewhere/some_delta_table --version 3");
    }
}
