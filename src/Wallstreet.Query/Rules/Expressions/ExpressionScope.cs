using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>What an expression may speak of: the columns of one row.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Alias">What the row is called in DuckDB's SQL.</param>
/// <param name="AllowsNow">Whether the time of the statement may be asked for.</param>
internal sealed record ExpressionScope(StructType Columns, string Alias, bool AllowsNow)
{
    private readonly HashSet<string> _used = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The columns that expressions have named.</summary>
    public IReadOnlyCollection<string> Used => _used;

    /// <summary>Whether an expression named a column that is not there.</summary>
    public bool LacksColumn { get; private set; }

    /// <summary>A column of the row.</summary>
    /// <exception cref="ExpressionException">There is no such column.</exception>
    public TypedSql Find(SparkToken name)
    {
        if (Columns.Find(name.Value) is not { } column)
        {
            LacksColumn = true;
            throw new ExpressionException(
                $"There is no column '{name.Value}'. The columns are {string.Join(", ", Columns.Fields.Select(static field => field.Name))}.",
                name.Column);
        }

        _used.Add(column.Name);
        return new TypedSql($"{Alias}.{SqlText.Name(column.Name)}", column.Type);
    }
}
