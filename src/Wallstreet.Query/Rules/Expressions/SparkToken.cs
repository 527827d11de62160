namespace Wallstreet.Query.Rules.Expressions;

/// <summary>A piece of a Spark SQL expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">A name or text without its quotes, else what is written.</param>
/// <param name="Column">Where it begins, from 1.</param>
internal readonly record struct SparkToken(SparkTokenKind Kind, string Value, int Column)
{
    /// <summary>Whether it is this keyword or symbol, whatever its case.</summary>
    public bool Is(string word) =>
        Kind is SparkTokenKind.Word or SparkTokenKind.Symbol && Value.Equals(word, StringComparison.OrdinalIgnoreCase);
}
