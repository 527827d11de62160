using Wallstreet.Insight.Dashboards;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

/// <summary>Collects what is wrong in one file.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<DashboardProblem> _problems = [];

    public IReadOnlyList<DashboardProblem> InOrder => [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];

    public int Count => _problems.Count;

    public void Add(YamlNode node, string message, string hint) => Add(node.Start, message, hint);

    public void Add(Mark mark, string message, string hint) => Add((int)mark.Line, (int)mark.Column, message, hint);

    public void Add(int line, int column, string message, string hint) =>
        _problems.Add(new DashboardProblem(file, line, column, message, hint));
}
