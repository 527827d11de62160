using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;

namespace Wallstreet.Cli.Diagnosis;

/// <summary><c>doctor</c>: what is configured, reachable, and wrong.</summary>
internal static class DoctorCommand
{
    private static readonly Column[] _columns = [new("status"), new("subject"), new("detail"), new("hint")];

    private static readonly Examination[] _examinations =
    [
        new("runtime", "Install the .NET 10 SDK from https://dot.net.", MachineExaminations.LookAtRuntimeAsync),
        new("time zones", "Install the package tzdata.", MachineExaminations.LookAtTimeZonesAsync),
        new("project", "Name the project's folder with --project.", ProjectExaminations.LookAtFolderAsync),
        new("settings", "Correct appsettings.json or the environment.", SettingsExamination.LookAsync),
        new("definitions", "\"validate\" tells everything that is wrong.", ProjectExaminations.LookAtDefinitionsAsync),
        new("pages", "Build the program again with Node 20 installed.", ProjectExaminations.LookAtPagesAsync),
        new("lake", "Correct Lake:Uri, its permissions or its credentials (Storage:S3).", LakeExaminations.LookAtLakeAsync),
        new("metadata store", "Correct Metadata:Path, or make its folder writable.", LakeExaminations.LookAtMetadataAsync),
        new("query engine", "Build the program again; DuckDB's library comes with it.", LakeExaminations.LookAtEngineAsync),
        new("disk space", "Free some space.", LakeExaminations.LookAtSpaceAsync),
        new("port", "Choose another with --port.", MachineExaminations.LookAtPortAsync),
    ];

    public static Command Create(CommandFrame frame)
    {
        Command command = new("doctor", "Tell what is configured, reachable, and wrong, with how to mend it");
        command.SetAction(frame.WithServices(async (context, cancellationToken) =>
        {
            List<Symptom> symptoms = [];
            foreach (Examination examination in _examinations)
            {
                symptoms.AddRange(await examination.RunAsync(context, cancellationToken).ConfigureAwait(false));
            }

            context.Rows.Print(
                _columns,
                [.. symptoms.Select(static s => new object?[] { s.Health.ToString().ToLowerInvariant(), s.Subject, s.Detail, s.Hint })], "");
            int failed = symptoms.Count(static s => s.Health == Health.Fail);
            if (failed > 0)
            {
                await context.Terminal.Errors
                    .WriteLineAsync($"{context.ProgramName}: {failed} things are wrong; the hints tell how to mend them.").ConfigureAwait(false);
            }

            return failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return frame.WithExamples(command, "doctor", "doctor --lake s3://market/lake --format json");
    }
}
