namespace Wallstreet.Insight.Dashboards;

/// <summary>A dashboard file is not a dashboard; the problems say where and how to mend it.</summary>
public sealed class DashboardFormatException : FormatException
{
    /// <summary>Makes the exception of at least one problem.</summary>
    public DashboardFormatException(IReadOnlyList<DashboardProblem> problems)
        : base(string.Join('\n', problems))
    {
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);
        Problems = problems;
    }

    /// <summary>Every problem found, in the order of the file.</summary>
    public IReadOnlyList<DashboardProblem> Problems { get; }
}
