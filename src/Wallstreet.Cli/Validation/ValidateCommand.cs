using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Hosting;
using Wallstreet.Cli.Output;

namespace Wallstreet.Cli.Validation;

/// <summary><c>validate</c>: whether the definitions of the project are in order; everything wrong at once.</summary>
internal static class ValidateCommand
{
    private static readonly Column[] _columns = [new("kind"), new("file"), Column.Number("line"), Column.Number("column"), new("message")];

    public static Command Create(CommandFrame frame)
    {
        Command command = new("validate", "Validate assets, SQL models, dashboards and schedules; tells everything that is wrong at once");
        command.SetAction(frame.WithServices((context, _) =>
        {
            ProjectValidator validator = new(context, context.Get<ProjectDefinitions>());
            IReadOnlyList<Finding> findings = validator.Validate();
            if (!context.Rows.IsForPeople)
            {
                context.Rows.Print(_columns, [.. findings.Select(static f => new object?[] { f.Kind, f.File, f.Line, f.Column, f.Message })], "");
            }
            else if (findings.Count == 0)
            {
                context.Remark(
                    $"Everything is in order: {validator.AssetCount} assets, {validator.DashboardCount} dashboards, {validator.ScheduleCount} schedules.");
            }

            if (context.Rows.IsForPeople)
            {
                foreach (Finding finding in findings)
                {
                    context.Terminal.Errors.WriteLine(finding);
                }
            }

            return Task.FromResult(findings.Count == 0 ? ExitCodes.Success : ExitCodes.Failure);
        }));
        return frame.WithExamples(command, "validate", "validate --project ./my-lake --format json");
    }
}
