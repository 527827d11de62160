using System.Text.RegularExpressions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>How Spark reads texts as other values, and writes days and times as texts. DuckDB reads texts that Spark does
/// not; where Spark reads more than this does, the row stops the write.</summary>
internal static partial class SparkTexts
{
    private const string PlainPattern = @"[+-]?(\d+\.?\d*|\.\d+)";
    private const string ExponentPattern = @"[eE][+-]?\d+";

    private static readonly string _blanks = new([.. Enumerable.Range(0, 33).Select(static code => (char)code)]);

    /// <summary>What Spark cuts off at both ends of most texts that it casts, as UTF8String.trimAll does.</summary>
    public static string Trimmed(string text) => $"trim({text}, {SqlText.Text(_blanks + '\u007f')})";

    /// <summary>A whole number; a fraction is cut off, or makes it none.</summary>
    public static string ToWhole(string text, string type, bool fractions)
    {
        string trimmed = Trimmed(text);
        string digits = $@"TRY_CAST(regexp_extract({trimmed}, '^([+-]?\d+){(fractions ? @"(\.\d*)?" : "")}$', 1) AS {type})";
        return fractions ? $@"CASE WHEN regexp_full_match({trimmed}, '[+-]?\.\d*') THEN CAST(0 AS {type}) ELSE {digits} END" : digits;
    }

    /// <summary>A double, float or decimal. Java reads doubles with a <c>d</c> or <c>f</c> behind them too, and hexadecimal
    /// ones, which are not read here.</summary>
    public static string ToNumber(string text, string type, bool floating)
    {
        string trimmed = $"trim({text}, {SqlText.Text(_blanks)})";
        if (!floating)
        {
            return $"CASE WHEN regexp_full_match({trimmed}, '{PlainPattern}') THEN TRY_CAST({trimmed} AS {type}) "
                + $"WHEN regexp_full_match({trimmed}, '{PlainPattern}{ExponentPattern}') "
                + $"THEN {RuleViolation.Stop("CAST reads no decimal with an exponent", text)} END";
        }

        return $"CASE WHEN regexp_full_match({trimmed}, '{PlainPattern}({ExponentPattern})?[dDfF]?') THEN CAST(rtrim({trimmed}, 'dDfF') AS {type}) "
            + $"WHEN regexp_full_match({trimmed}, '(?i)[+-]?inf(inity)?') THEN CAST({trimmed} AS {type}) "
            + $"WHEN regexp_full_match({trimmed}, '(?i:nan)|[+-]NaN') THEN CAST('nan' AS {type}) "
            + $"WHEN regexp_full_match({trimmed}, '(?i)[+-]?0x.*') THEN {RuleViolation.Stop("CAST reads no hexadecimal number", text)} END";
    }

    /// <summary>The shortest decimal text of a double that is not large, without an exponent: DuckDB misreads decimals with
    /// one.</summary>
    public static string OfSmall(string number)
    {
        string text = $"CAST({number} AS VARCHAR)";
        return $"CASE WHEN contains({text}, 'e-') THEN CASE WHEN {number} < 0 THEN '-0.' ELSE '0.' END "
            + $@"|| repeat('0', CAST(regexp_extract({text}, 'e-(\d+)', 1) AS BIGINT) - 1) "
            + $@"|| replace(regexp_extract({text}, '([0-9.]+)e', 1), '.', '') ELSE {text} END";
    }

    public static string ToBoolean(string text)
    {
        string word = $"lower({Trimmed(text)})";
        return $"CASE WHEN {word} IN ('t', 'true', 'y', 'yes', '1') THEN true WHEN {word} IN ('f', 'false', 'n', 'no', '0') THEN false END";
    }

    public static string ToDate(string text)
    {
        string trimmed = Trimmed(text);
        return $@"CASE WHEN regexp_full_match({trimmed}, '\d{{4}}') THEN TRY_CAST({trimmed} || '-01-01' AS DATE) "
            + $@"WHEN regexp_full_match({trimmed}, '\d{{4}}-\d{{1,2}}') THEN TRY_CAST({trimmed} || '-01' AS DATE) "
            + $@"WHEN regexp_full_match({trimmed}, '\d{{4}}-\d{{1,2}}-\d{{1,2}}([ T][\s\S]*)?') "
            + $@"THEN TRY_CAST(regexp_extract({trimmed}, '^\d{{4}}-\d{{1,2}}-\d{{1,2}}') AS DATE) "
            + $@"WHEN regexp_full_match({trimmed}, '[+-]?\d{{4,7}}(-\d{{1,2}}(-\d{{1,2}}([ T][\s\S]*)?)?)?') "
            + $"THEN {RuleViolation.Stop("CAST reads no day of such a year", text)} END";
    }

    public static string ToTimestamp(string text)
    {
        string trimmed = Trimmed(text);
        return $"CASE WHEN {text} IS NULL THEN NULL "
            + $"WHEN regexp_full_match({trimmed}, '{TimePattern}') THEN CAST({trimmed} AS TIMESTAMPTZ) "
            + $"ELSE {RuleViolation.Stop("CAST cannot read this text as a timestamp", text)} END";
    }

    /// <summary>A day or time of the years 1 to 9999 as text; Spark writes others with signs.</summary>
    public static string OfMoment(string value, string type) =>
        $"CASE WHEN {value} >= {type} '0001-01-01' AND {value} < {type} '10000-01-01' THEN CAST({value} AS VARCHAR) "
        + $"WHEN {value} IS NOT NULL THEN {RuleViolation.Stop("Spark writes the years beyond 1 to 9999 otherwise", $"CAST({value} AS VARCHAR)")} END";

    /// <summary>A constant text as a day or time, read now so that a wrong one is refused now.</summary>
    /// <exception cref="ExpressionException">It is none, or Spark would read it otherwise.</exception>
    public static string Constant(string text, PrimitiveType type)
    {
        string trimmed = text.Trim(' ');
        bool known = type == PrimitiveType.Date
            || (Time().IsMatch(trimmed) && (type == PrimitiveType.Timestamp || !Zone().IsMatch(trimmed)));
        Literal literal = (known ? Literal.Of(trimmed).TryCast(type) : null)
            ?? throw new ExpressionException($"'{text}' is no {type}.");
        return $"CAST({SqlText.Text(literal.ToString())} AS {DuckTypes.Name(type)})";
    }

    private const string TimePattern =
        @"\d{4}-\d\d-\d\d([ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-7]):[0-5]\d)?)?";

    [GeneratedRegex("^" + TimePattern + @"\z", RegexOptions.ECMAScript)]
    private static partial Regex Time();

    [GeneratedRegex(@":.*(Z|[+-][0-9:]+)\z")]
    private static partial Regex Zone();
}
