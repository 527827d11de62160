using Wallstreet.Insight.Dashboards;

namespace Wallstreet.Insight.Parsing;

/// <summary>What reading a dashboard file gave: a dashboard, or the problems that prevent one.</summary>
/// <param name="Name">The dashboard's name: the file's name without extension.</param>
/// <param name="Dashboard">The dashboard; null if there are problems.</param>
/// <param name="Problems">What is wrong, in the order of the file; empty if there is a dashboard.</param>
public sealed record DashboardReading(string Name, DashboardDefinition? Dashboard, IReadOnlyList<DashboardProblem> Problems)
{
    /// <summary>The dashboard, or the exception that names every problem.</summary>
    public DashboardDefinition GetDashboard() => Dashboard ?? throw new DashboardFormatException(Problems);
}
