using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Cli.Runs;

/// <summary>Finds the run that an argument names: by its id, by the only beginning of an id that fits, or as <c>last</c>.</summary>
internal static class RunLookup
{
    private const int PageSize = 1000;
    private const int NamedMax = 5;

    /// <exception cref="UsageException">Several runs begin so.</exception>
    /// <exception cref="RunNotFoundException">There is no such run.</exception>
    public static async ValueTask<Run> GetAsync(IRunStore runs, string text, CancellationToken cancellationToken)
    {
        if (text == "last")
        {
            RunPage newest = await runs.ListAsync(RunFilter.Everything, 1, null, cancellationToken).ConfigureAwait(false);
            return newest.Runs is [var run, ..] ? run : throw new RunNotFoundException(new RunId(text));
        }

        if (!RunId.TryParse(text, out RunId id))
        {
            throw new UsageException($"\"{text}\" is no run: an id has lower-case letters, digits and hyphens; \"last\" is the newest run.");
        }

        return await runs.FindAsync(id, cancellationToken).ConfigureAwait(false)
            ?? await FindByBeginningAsync(runs, id, cancellationToken).ConfigureAwait(false)
            ?? throw new RunNotFoundException(id);
    }

    private static async ValueTask<Run?> FindByBeginningAsync(IRunStore runs, RunId beginning, CancellationToken cancellationToken)
    {
        List<Run> fitting = [];
        string? cursor = null;
        do
        {
            RunPage page = await runs.ListAsync(RunFilter.Everything, PageSize, cursor, cancellationToken).ConfigureAwait(false);
            fitting.AddRange(page.Runs.Where(run => run.Id.Value.StartsWith(beginning.Value, StringComparison.Ordinal)));
            cursor = page.NextCursor;
        }
        while (cursor is not null && fitting.Count <= NamedMax);

        return fitting.Count <= 1
            ? fitting.FirstOrDefault()
            : throw new UsageException(
                $"Several runs begin with \"{beginning}\": {string.Join(", ", fitting.Take(NamedMax).Select(static run => run.Id))}"
                + $"{(fitting.Count > NamedMax ? " and more" : "")}. Write more of the id.");
    }
}
