using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Hosting;
using Wallstreet.Cli.Validation;

namespace Wallstreet.Cli.Diagnosis;

/// <summary>Looks at the project and at what was built with it.</summary>
internal static class ProjectExaminations
{
    public static ValueTask<IReadOnlyList<Symptom>> LookAtFolderAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string folder = context.Get<ProjectDefinitions>().Folder;
        bool configured = File.Exists(Path.Combine(folder, "appsettings.json"));
        return Answer(Symptom.Ok("project", configured ? folder : $"{folder}, without appsettings.json"));
    }

    public static ValueTask<IReadOnlyList<Symptom>> LookAtDefinitionsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        ProjectValidator validator = new(context, context.Get<ProjectDefinitions>());
        IReadOnlyList<Finding> findings = validator.Validate();
        return Answer(findings.Count == 0
            ? Symptom.Ok(
                "definitions", $"{validator.AssetCount} assets, {validator.DashboardCount} dashboards, {validator.ScheduleCount} schedules")
            : Symptom.Fail(
                "definitions", $"{findings.Count} are wrong, the first: {findings[0]}",
                $"\"{context.ProgramName} validate\" tells everything that is wrong."));
    }

    public static ValueTask<IReadOnlyList<Symptom>> LookAtPagesAsync(CommandContext context, CancellationToken cancellationToken)
    {
        string index = Path.Combine(AppContext.BaseDirectory, "web", "index.html");
        return Answer(File.Exists(index)
            ? Symptom.Ok("pages", "they are built")
            : Symptom.Warn(
                "pages", $"there is no {index}", "The API and the commands work without. Install Node 20 and build the program again."));
    }

    private static ValueTask<IReadOnlyList<Symptom>> Answer(Symptom symptom) => ValueTask.FromResult<IReadOnlyList<Symptom>>([symptom]);
}
