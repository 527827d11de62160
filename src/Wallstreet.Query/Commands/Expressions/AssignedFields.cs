using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Expressions;

/// <summary>What is set of a struct, or of the row itself: whole fields, or fields within fields.</summary>
internal sealed class AssignedFields
{
    private readonly Dictionary<string, Expression> _whole = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, AssignedFields> _within = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields that are set, as a whole or in part.</summary>
    public IEnumerable<string> Names => _whole.Keys.Concat(_within.Keys);

    /// <summary>Whether a field gets a value of its own, whatever it was.</summary>
    public bool Replaces(string name) => _whole.ContainsKey(name);

    /// <summary>Sets a field.</summary>
    /// <param name="schema">The struct.</param>
    /// <param name="path">The field's names from this struct on.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether it, or a part of it, or what it is a part of, was not set before.</returns>
    public bool TryAdd(StructType schema, ReadOnlySpan<string> path, Expression value)
    {
        StructField field = schema.Find(path[0])!;
        if (_whole.ContainsKey(field.Name))
        {
            return false;
        }

        if (path.Length == 1)
        {
            return !_within.ContainsKey(field.Name) && _whole.TryAdd(field.Name, value);
        }

        if (!_within.TryGetValue(field.Name, out AssignedFields? within))
        {
            _within.Add(field.Name, within = new AssignedFields());
        }

        return within.TryAdd((StructType)field.Type, path[1..], value);
    }

    /// <summary>The value of a field as SQL.</summary>
    /// <param name="field">The field.</param>
    /// <param name="kept">Its value as it was.</param>
    public string Value(StructField field, string kept)
    {
        if (_whole.TryGetValue(field.Name, out Expression? value))
        {
            return value.Bracketed;
        }

        return _within.TryGetValue(field.Name, out AssignedFields? within)
            ? within.Struct((StructType)field.Type, kept)
            : kept;
    }

    private string Struct(StructType type, string kept) => "{" + string.Join(", ", type.Fields.Select(field =>
        $"{SqlText.Text(field.Name)}: CAST({Value(field, $"struct_extract({kept}, {SqlText.Text(field.Name)})")} "
        + $"AS {DuckTypes.Stored(field.Type)})")) + "}";
}
