using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Storage;

namespace Wallstreet.Cli.Tables;

/// <summary><c>table verify</c>: whether the log is whole and every data file is there with the size the log tells.</summary>
internal static class TableVerification
{
    private const int FilesAtOnce = 16;

    private static readonly Column[] _columns = [new("path"), new("problem")];

    public static Command Create(CommandFrame frame)
    {
        Argument<string> table = TableCommand.NewTableArgument();
        Option<long?> version = new("--version") { Description = "Verify an earlier version", HelpName = "N" };
        Command command = new("verify", "Verify that a table's log is whole and its files are there, with the sizes the log tells")
        {
            table, version,
        };
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            DeltaTable found = await TableLookup.GetAsync(context, context.Parsed.GetValue(table)!, cancellationToken).ConfigureAwait(false);
            Snapshot snapshot = await TableLookup
                .GetSnapshotAsync(found, context.Parsed.GetValue(version), cancellationToken).ConfigureAwait(false);
            List<object?[]> problems = await FindProblemsAsync(found, snapshot, cancellationToken).ConfigureAwait(false);
            context.Rows.Print(
                _columns, problems,
                $"Version {snapshot.Version}: the log is whole, and all {snapshot.FileCount} files are there with their sizes.");
            return problems.Count == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }

    private static async ValueTask<List<object?[]>> FindProblemsAsync(
        DeltaTable table, Snapshot snapshot, CancellationToken cancellationToken)
    {
        List<object?[]> problems = [];
        foreach (AddFile[] some in snapshot.Files.Chunk(FilesAtOnce))
        {
            string?[] found = await Task
                .WhenAll(some.Select(file => FindProblemAsync(table.Store, file, cancellationToken))).ConfigureAwait(false);
            problems.AddRange(some.Zip(found).Where(static pair => pair.Second is not null)
                .Select(static pair => new object?[] { pair.First.Path, pair.Second }));
        }

        return problems;
    }

    private static async Task<string?> FindProblemAsync(IObjectStore store, AddFile file, CancellationToken cancellationToken)
    {
        if (!DataPath.TryResolve(file.Path, store, out (IObjectStore Store, string Key) place))
        {
            return "It lies outside the table; its place cannot be verified from here.";
        }

        ObjectHead? head = await place.Store.FindHeadAsync(place.Key, cancellationToken).ConfigureAwait(false);
        return head switch
        {
            null => "It is missing.",
            { } there when there.SizeBytes != file.SizeBytes => $"It has {there.SizeBytes} bytes; the log says {file.SizeBytes}.",
            _ => null,
        };
    }
}
