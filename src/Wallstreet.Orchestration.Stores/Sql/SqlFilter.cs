using System.Text;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Conditions joined by AND, with their arguments by place.</summary>
internal sealed class SqlFilter
{
    private readonly StringBuilder _text = new();
    private readonly List<object?> _arguments = [];

    internal object?[] Arguments => [.. _arguments];

    /// <summary>Adds an argument and gives its name.</summary>
    internal string Add(object? argument)
    {
        _arguments.Add(argument);
        return $"@p{_arguments.Count - 1}";
    }

    internal void Where(string condition) => _text.Append(_text.Length == 0 ? " WHERE " : " AND ").Append(condition);

    public override string ToString() => _text.ToString();
}
