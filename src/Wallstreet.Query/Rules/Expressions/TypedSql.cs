using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>An expression in DuckDB's SQL, made of nothing but what this folder writes, with the type that Spark gives it.
/// </summary>
/// <param name="Sql">The expression, safe to stand anywhere.</param>
/// <param name="Type">Its type; <c>void</c> for a bare NULL.</param>
/// <exception cref="ExpressionException">The SQL became too long: texts stand in it more than once, so that few words of a
/// hostile rule could fill the memory.</exception>
internal sealed record TypedSql(string Sql, DeltaType Type)
{
    private const int LengthMax = 262_144;

    /// <summary>The expression, safe to stand anywhere.</summary>
    public string Sql { get; init; } = Sql.Length <= LengthMax
        ? Sql
        : throw new ExpressionException("The expression is too large: functions in it are nested too deep.");

    /// <summary>The value of a constant text.</summary>
    public string? Text { get; init; }

    /// <summary>The value of a constant whole number.</summary>
    public long? Number { get; init; }

    /// <summary>A bare NULL.</summary>
    public static TypedSql Null { get; } = new("NULL", PrimitiveType.Void);

    /// <summary>Which primitive it is; <see langword="null"/> for decimals and nested types.</summary>
    public PrimitiveKind? Kind => (Type as PrimitiveType)?.Kind;

    public bool IsText => Kind == PrimitiveKind.String;

    /// <summary>A constant text.</summary>
    public static TypedSql OfText(string text) => new($"CAST({SqlText.Text(text)} AS VARCHAR)", PrimitiveType.String) { Text = text };

    /// <summary>A constant whole number of 32 bits.</summary>
    public static TypedSql OfInteger(long value) => new($"CAST({SqlText.Number(value)} AS INTEGER)", PrimitiveType.Integer) { Number = value };

    /// <summary>A condition.</summary>
    public static TypedSql Condition(string sql) => new(sql, PrimitiveType.Boolean);
}
