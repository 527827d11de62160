using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Verification;
using Wallstreet.Query;
using Wallstreet.Query.Rules;
using Wallstreet.Storage;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table verify</c>: looks for damage in the log, the files and, on request, the rows of a table.</summary>
internal static class TableVerification
{
    private static readonly Column[] _columns = [new("severity"), new("check"), new("path"), new("problem")];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableLookup.NewArgument();
        Option<long?> version = HistoryPointOptions.NewVersionOption("Verify the files of an earlier version");
        Option<bool> data = new("--data")
        {
            Description = "Read every row too: counts, statistics, NOT NULL and CHECK are held against the rows",
        };
        Command command = new("verify", "Look for damage: replay the log, compare checkpoints, look at every file; --data reads all rows")
        {
            table, version, data,
        };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            string name = context.Parsed.GetValue(table)!;
            bool reads = context.Parsed.GetValue(data);
            IObjectStore store = await FindStoreAsync(context, name, cancellationToken).ConfigureAwait(false);
            VerificationReport report = await TableVerifier.VerifyAsync(
                store, new VerificationOptions { Version = context.Parsed.GetValue(version), ReadsData = reads }, null,
                cancellationToken).ConfigureAwait(false);
            if (reads && !report.IsDamaged)
            {
                report = await WithRulesAsync(context, store, report, cancellationToken).ConfigureAwait(false);
            }

            context.Rows.Print(_columns, [.. report.Findings.Select(RowOf)], Told(report));
            if (context.Rows.IsForPeople && report.Findings.Count > 0)
            {
                context.Remark(Told(report));
            }

            return report.IsDamaged ? ExitCodes.Failure : ExitCodes.Success;
        }));
        return frame.WithExamples(command, "table verify silver.daily_bars --data", "table verify s3://bucket/table --format json");
    }

    // A table that cannot be opened is what this command is for.
    private static async ValueTask<IObjectStore> FindStoreAsync(
        CommandContext context, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await TableLookup.GetAsync(context, name, cancellationToken).ConfigureAwait(false)).Store;
        }
        catch (DeltaException exception) when (exception is DeltaLogException or UnsupportedFeatureException)
        {
            return TableLookup.OpenStore(context, name);
        }
    }

    private static async ValueTask<VerificationReport> WithRulesAsync(
        CommandContext context, IObjectStore store, VerificationReport report, CancellationToken cancellationToken)
    {
        DeltaTable table = await DeltaTable.OpenAsync(store, null, cancellationToken).ConfigureAwait(false);
        Snapshot snapshot = await table.GetSnapshotAsync(report.Version, cancellationToken).ConfigureAwait(false);
        VerificationFinding? finding = null;
        try
        {
            string? broken = await context.Get<QueryEngine>()
                .FindBrokenRuleAsync(LocationOf(store), snapshot, cancellationToken).ConfigureAwait(false);
            finding = broken is null ? null : new VerificationFinding(VerificationSeverity.Damage, "rule", "", broken);
        }
        catch (UnsupportedFeatureException exception)
        {
            finding = new VerificationFinding(VerificationSeverity.Note, "rule", "", exception.Message);
        }

        return finding is null ? report : report with { Findings = [finding, .. report.Findings] };
    }

    private static string LocationOf(IObjectStore store) =>
        store.Location.IsFile ? store.Location.LocalPath : store.Location.ToString();

    private static object?[] RowOf(VerificationFinding finding) =>
        [finding.Severity.ToString().ToLowerInvariant(), finding.Check, finding.Place, finding.Message];

    private static string Told(VerificationReport report)
    {
        string rows = report.Rows > 0 ? $", {report.Rows} rows" : "";
        string version = report.Version < 0 ? "No version can be opened" : $"Version {report.Version}";
        string looked = $"{version}: {report.Commits} commits, {report.CheckpointsCompared} checkpoints, "
            + $"{report.ChecksumsCompared} checksums, {report.Files} files, {report.DeletionVectors} deletion vectors{rows}";
        return report.IsDamaged ? $"{looked}. There is damage." : $"{looked}; nothing is damaged.";
    }
}
