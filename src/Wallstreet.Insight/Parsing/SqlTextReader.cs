using Wallstreet.Insight.Dashboards;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Wallstreet.Insight.Parsing;

/// <summary>Reads SQL out of a scalar together with where its lines stand in the file.</summary>
internal sealed class SqlTextReader(string fileText)
{
    private readonly string[] _lines = fileText.Split('\n');

    public SqlText Read(YamlScalarNode node)
    {
        int line = (int)node.Start.Line;
        if (node.Style != ScalarStyle.Literal)
        {
            bool oneLine = node.Start.Line == node.End.Line;
            int quote = node.Style is ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted ? 1 : 0;
            return new SqlText(node.Value!, line, (int)node.Start.Column + quote, oneLine);
        }

        // A literal block begins on the line after its bar, indented as its first line that is not empty.
        int indent = _lines.Skip(line).Where(text => !string.IsNullOrWhiteSpace(text)).Select(IndentOf).FirstOrDefault();
        return new SqlText(node.Value!, line + 1, indent + 1, KeepsLines: true);
    }

    private static int IndentOf(string text) => text.Length - text.TrimStart(' ').Length;
}
