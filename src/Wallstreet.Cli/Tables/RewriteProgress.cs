using Wallstreet.Query.Maintenance;

namespace Wallstreet.Cli.Tables;

/// <summary>Shows how far files are rewritten.</summary>
internal static class RewriteProgress
{
    public static IProgress<OptimizeProgress> Of(WorkProgressView view) => new ProgressOf<OptimizeProgress>(value => view.Show(
        "Rewriting", value.BytesDone, value.BytesTotal, $"{value.FilesDone}/{value.FilesTotal} files"));
}
