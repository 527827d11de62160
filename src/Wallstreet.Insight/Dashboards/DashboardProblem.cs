namespace Wallstreet.Insight.Dashboards;

/// <summary>Something wrong in a dashboard file, and where.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Hint">How to mend it.</param>
public sealed record DashboardProblem(string File, int Line, int Column, string Message, string Hint)
{
    /// <summary>The problem on one line, as compilers write them.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{File}({Line},{Column}): {Message} {Hint}");
}
