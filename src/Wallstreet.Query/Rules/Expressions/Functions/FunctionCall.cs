using System.Globalization;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rules.Expressions.Functions;

/// <summary>A call of a function of Spark's.</summary>
/// <param name="Name">Its name in upper case.</param>
/// <param name="Arguments">What it is given.</param>
/// <param name="Scope">What the expression may speak of.</param>
/// <param name="Column">Where it begins.</param>
internal sealed record FunctionCall(string Name, IReadOnlyList<TypedSql> Arguments, ExpressionScope Scope, int Column)
{
    public int Count => Arguments.Count;

    public TypedSql this[int index] => Arguments[index];

    public void RequireCount(int min, int max)
    {
        if (Count < min || Count > max)
        {
            throw Refuse(string.Create(
                CultureInfo.InvariantCulture, $"takes {(min == max ? min : $"{min} to {max}")} arguments, not {Count}"));
        }
    }

    /// <summary>An argument that must be a text.</summary>
    public string Text(int index) => this[index].Kind switch
    {
        PrimitiveKind.String => this[index].Sql,
        PrimitiveKind.Void => "CAST(NULL AS VARCHAR)",
        _ => throw Refuse($"needs a text, not {this[index].Type}"),
    };

    /// <summary>An argument that must be a constant text.</summary>
    public string Constant(int index) => this[index].Text ?? throw Refuse("needs a constant text");

    /// <summary>An argument that must be a whole number, as a long.</summary>
    public string Whole(int index) => SparkTypes.IsWhole(this[index].Type)
        ? $"CAST({this[index].Sql} AS BIGINT)"
        : throw Refuse($"needs a whole number, not {this[index].Type}");

    /// <summary>An argument that must be a number, as a double.</summary>
    public string Double(int index) => SparkTypes.IsNumber(this[index].Type)
        ? SparkCasts.Cast(this[index], PrimitiveType.Double).Sql
        : throw Refuse($"needs a number, not {this[index].Type}");

    /// <summary>An argument that must be a day or become one.</summary>
    public string Date(int index) => SparkTypes.Coerce(this[index], PrimitiveType.Date, Name).Sql;

    /// <summary>An argument that must be a day or time, as a wall-clock time in UTC.</summary>
    public string Local(int index) => SparkCasts.Local(
        this[index].Text is null ? this[index] : SparkCasts.Cast(this[index], PrimitiveType.Timestamp));

    public ExpressionException Refuse(string why) => new($"The function {Name} {why}.", Column);
}
