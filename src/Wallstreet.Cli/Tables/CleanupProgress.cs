using Wallstreet.Delta.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary>Shows how far files are searched and deleted.</summary>
internal static class CleanupProgress
{
    public static IProgress<VacuumProgress> Of(WorkProgressView view) => new ProgressOf<VacuumProgress>(value => view.Show(
        value.Phase == VacuumPhase.Searching ? "Searching" : "Deleting",
        value.FilesDone, value.FilesTotal, $"{value.FilesDone} files"));
}
