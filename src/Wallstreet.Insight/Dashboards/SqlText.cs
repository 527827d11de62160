namespace Wallstreet.Insight.Dashboards;

/// <summary>SQL out of a dashboard file, which knows where it stands there.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Line">The file's line (from 1) of the statement's first line.</param>
/// <param name="Column">The file's column (from 1) of the statement's first character.</param>
/// <param name="KeepsLines">Whether lines of the statement are lines of the file (a literal block, <c>|</c>).</param>
public sealed record SqlText(string Text, int Line, int Column, bool KeepsLines)
{
    /// <summary>Where a position of the statement (both from 1) is in the file.</summary>
    public (int Line, int Column) Locate(int line, int column) => KeepsLines
        ? (Line + line - 1, Column + column - 1)
        : (Line, Column);
}
