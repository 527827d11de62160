using System.Text.Json;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Pruning;

/// <summary>
/// Turns a condition of the parse tree into one that the log can be asked. The result holds at least wherever the
/// condition does; if it is exact it holds nowhere else.
/// </summary>
/// <param name="schema">The table's columns.</param>
/// <param name="parameters">Values of the parameters.</param>
/// <param name="qualifiers">What the table's columns may be qualified with.</param>
/// <param name="alone">
/// Whether no other table is joined. With others, a bare name may be theirs, and a row that an outer join fills with
/// nulls may satisfy IS NULL though no row of the table does.
/// </param>
internal sealed class PredicateReader(
    StructType schema, IReadOnlyDictionary<string, object?> parameters, IReadOnlyList<string> qualifiers, bool alone)
{
    private readonly LiteralReader _literals = new(parameters);

    /// <summary>Reads a condition; nothing at all may be understood.</summary>
    public (Predicate? Predicate, bool Exact) Read(JsonElement node)
    {
        return node.Text("type") switch
        {
            "CONJUNCTION_AND" => ReadAnd([.. node.Items("children")]),
            "CONJUNCTION_OR" => ReadOr([.. node.Items("children")]),
            "COMPARE_EQUAL" => ReadComparison(node, ComparisonOperator.Equal),
            "COMPARE_NOTEQUAL" => ReadComparison(node, ComparisonOperator.NotEqual),
            "COMPARE_LESSTHAN" => ReadComparison(node, ComparisonOperator.Less),
            "COMPARE_LESSTHANOREQUALTO" => ReadComparison(node, ComparisonOperator.LessOrEqual),
            "COMPARE_GREATERTHAN" => ReadComparison(node, ComparisonOperator.Greater),
            "COMPARE_GREATERTHANOREQUALTO" => ReadComparison(node, ComparisonOperator.GreaterOrEqual),
            "COMPARE_BETWEEN" => ReadBetween(node),
            "COMPARE_IN" => ReadIn([.. node.Items("children")]),
            _ => ReadUnary(node),
        };
    }

    private (Predicate? Predicate, bool Exact) ReadUnary(JsonElement node)
    {
        JsonElement[] children = [.. node.Items("children")];
        switch (node.Text("type"))
        {
            case "OPERATOR_IS_NULL" when alone && Column(children[0]) is { } column:
                return (new Predicate.IsNull(column.Name), true);
            case "OPERATOR_IS_NOT_NULL" when Column(children[0]) is { } column:
                return (new Predicate.Not(new Predicate.IsNull(column.Name)), true);
            case "OPERATOR_NOT" when alone && Read(children[0]) is ({ } negated, true):
                return (new Predicate.Not(negated), true);
            case "COLUMN_REF" when Column(node) is { Type: PrimitiveType { Kind: PrimitiveKind.Boolean } } column:
                return (Predicate.Equal(column.Name, Literal.Of(true)), true);
            default:
                return (null, false);
        }
    }

    private (Predicate? Predicate, bool Exact) ReadAnd(JsonElement[] children)
    {
        (Predicate? Predicate, bool Exact)[] parts = [.. children.Select(Read)];
        Predicate[] known = [.. parts.Where(part => part.Predicate is not null).Select(part => part.Predicate!)];
        return known.Length == 0 ? (null, false) : (Predicate.AllOf(known), Array.TrueForAll(parts, part => part.Exact));
    }

    private (Predicate? Predicate, bool Exact) ReadOr(JsonElement[] children)
    {
        (Predicate? Predicate, bool Exact)[] parts = [.. children.Select(Read)];
        return Array.Exists(parts, part => part.Predicate is null)
            ? (null, false)
            : (Predicate.AnyOf([.. parts.Select(part => part.Predicate!)]), Array.TrueForAll(parts, part => part.Exact));
    }

    private (Predicate? Predicate, bool Exact) ReadComparison(JsonElement node, ComparisonOperator comparison)
    {
        if (node.Child("left") is not { } left || node.Child("right") is not { } right)
        {
            return (null, false);
        }

        if (Column(left) is { } column && _literals.Read(right, column.Type) is { } value)
        {
            return (new Predicate.Comparison(column.Name, comparison, value), true);
        }

        return Column(right) is { } other && _literals.Read(left, other.Type) is { } constant
            ? (new Predicate.Comparison(other.Name, Flip(comparison), constant), true)
            : (null, false);
    }

    private (Predicate? Predicate, bool Exact) ReadBetween(JsonElement node)
    {
        if (node.Child("input") is not { } input || Column(input) is not { } column
            || node.Child("lower") is not { } lower || node.Child("upper") is not { } upper
            || _literals.Read(lower, column.Type) is not { } low || _literals.Read(upper, column.Type) is not { } high)
        {
            return (null, false);
        }

        return (Predicate.AllOf(
            new Predicate.Comparison(column.Name, ComparisonOperator.GreaterOrEqual, low),
            new Predicate.Comparison(column.Name, ComparisonOperator.LessOrEqual, high)), true);
    }

    private (Predicate? Predicate, bool Exact) ReadIn(JsonElement[] children)
    {
        if (Column(children[0]) is not { } column)
        {
            return (null, false);
        }

        Literal?[] values = [.. children.Skip(1).Select(child => _literals.Read(child, column.Type))];
        return values.Length == 0 || Array.Exists(values, value => value is null)
            ? (null, false)
            : (new Predicate.In(column.Name, [.. values.Select(value => value!)]), true);
    }

    private StructField? Column(JsonElement node)
    {
        if (node.Text("class") != "COLUMN_REF")
        {
            return null;
        }

        string[] names = [.. node.Items("column_names").Select(name => name.GetString()!)];
        if (names.Length == 1)
        {
            return alone ? schema.Find(names[0]) : null;
        }

        string qualifier = string.Join('.', names[..^1]);
        return qualifiers.Contains(qualifier, StringComparer.OrdinalIgnoreCase) ? schema.Find(names[^1]) : null;
    }

    private static ComparisonOperator Flip(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };
}
