using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rules.Expressions.Functions;

/// <summary>Spark's functions of texts. Places count from 1, and from the end when negative; letters are code points.
/// </summary>
internal static class SparkTextFunctions
{
    /// <summary>Letters that Java makes several of, or that only new versions of Java know.</summary>
    private const string OtherInUpperCase =
        @"\x{DF}\x{149}\x{1F0}\x{390}\x{3B0}\x{587}\x{1E96}-\x{1E9A}\x{1F50}\x{1F52}\x{1F54}\x{1F56}\x{1F80}-\x{1FAF}\x{1FB2}-\x{1FB4}"
        + @"\x{1FB6}\x{1FB7}\x{1FBC}\x{1FC2}-\x{1FC4}\x{1FC6}\x{1FC7}\x{1FCC}\x{1FD2}\x{1FD3}\x{1FD6}\x{1FD7}\x{1FE2}-\x{1FE4}\x{1FE6}"
        + @"\x{1FE7}\x{1FF2}-\x{1FF4}\x{1FF6}\x{1FF7}\x{1FFC}\x{2C5F}\x{A7C1}\x{A7D1}\x{A7D7}\x{A7D9}\x{FB00}-\x{FB06}\x{FB13}-\x{FB17}"
        + @"\x{10597}-\x{105BC}";

    /// <summary>The same, with the sigma, which is another letter at the end of a word.</summary>
    private const string OtherInLowerCase =
        @"\x{130}\x{3A3}\x{2C2F}\x{A7C0}\x{A7D0}\x{A7D6}\x{A7D8}\x{10570}-\x{10595}";

    public static void AddTo(Dictionary<string, Func<FunctionCall, TypedSql>> known)
    {
        known["UPPER"] = known["UCASE"] = static call => OfText(call, static text => Case("upper", OtherInUpperCase, text));
        known["LOWER"] = known["LCASE"] = static call => OfText(call, static text => Case("lower", OtherInLowerCase, text));
        known["TRIM"] = known["BTRIM"] = static call => OfText(call, static text => $"trim({text}, ' ')");
        known["LTRIM"] = static call => OfText(call, static text => $"ltrim({text}, ' ')");
        known["RTRIM"] = static call => OfText(call, static text => $"rtrim({text}, ' ')");
        known["MD5"] = static call => OfText(call, static text => $"md5({text})");
        known["LENGTH"] = known["LEN"] = Length;
        known["CHAR_LENGTH"] = known["CHARACTER_LENGTH"] = Length;
        known["OCTET_LENGTH"] = static call =>
        {
            call.RequireCount(1, 1);
            return Whole($"strlen({call.Text(0)})");
        };
        known["SUBSTRING"] = known["SUBSTR"] = Substring;
        known["LEFT"] = static call =>
        {
            call.RequireCount(2, 2);
            return Slice(call, "CAST(1 AS BIGINT)", call.Whole(1));
        };
        known["RIGHT"] = static call =>
        {
            call.RequireCount(2, 2);
            string count = call.Whole(1);
            return new TypedSql(
                $"CASE WHEN {count} <= 0 THEN (CASE WHEN {call.Text(0)} IS NOT NULL THEN '' END) ELSE {Slice(call, $"-{count}", null).Sql} END",
                PrimitiveType.String);
        };
        known["CONCAT"] = static call =>
        {
            call.RequireCount(1, int.MaxValue);
            return SparkOperators.Concatenate(call.Arguments);
        };
        known["CONCAT_WS"] = static call =>
        {
            call.RequireCount(2, int.MaxValue);
            return Text($"concat_ws({string.Join(", ", Enumerable.Range(0, call.Count).Select(call.Text))})");
        };
        known["REPLACE"] = static call =>
        {
            call.RequireCount(3, 3);
            return Text($"replace({call.Text(0)}, {call.Text(1)}, {call.Text(2)})");
        };
        known["REPEAT"] = static call =>
        {
            call.RequireCount(2, 2);
            return Text($"repeat({call.Text(0)}, {call.Whole(1)})");
        };
        known["INSTR"] = static call =>
        {
            call.RequireCount(2, 2);
            return Whole($"instr({call.Text(0)}, {call.Text(1)})");
        };
        AddTests(known);
    }

    private static void AddTests(Dictionary<string, Func<FunctionCall, TypedSql>> known)
    {
        known["STARTSWITH"] = static call => Test(call, "starts_with");
        known["ENDSWITH"] = static call => Test(call, "suffix");
        known["CONTAINS"] = static call => Test(call, "contains");
        known["LIKE"] = static call =>
        {
            call.RequireCount(2, 2);
            return SparkPatterns.Like(call[0], call[1]);
        };
        known["RLIKE"] = known["REGEXP"] = known["REGEXP_LIKE"] = static call =>
        {
            call.RequireCount(2, 2);
            return SparkPatterns.Matches(call[0], call[1]);
        };
        known["SHA2"] = static call =>
        {
            call.RequireCount(2, 2);
            return call[1].Number is 0 or 256 ? Text($"sha256({call.Text(0)})") : throw call.Refuse("is supported with 256 bits");
        };
    }

    private static TypedSql Length(FunctionCall call)
    {
        call.RequireCount(1, 1);
        return Whole(call[0].Kind == PrimitiveKind.Binary ? $"octet_length({call[0].Sql})" : $"length({call.Text(0)})");
    }

    private static TypedSql Substring(FunctionCall call)
    {
        call.RequireCount(2, 3);
        return Slice(call, call.Whole(1), call.Count == 3 ? call.Whole(2) : null);
    }

    /// <summary>A negative place counts from the end; what lies before the text's beginning counts towards the length.</summary>
    private static TypedSql Slice(FunctionCall call, string place, string? count)
    {
        string text = call.Text(0);
        string start = $"(CASE WHEN {place} > 0 THEN {place} - 1 WHEN {place} < 0 THEN length({text}) + {place} ELSE 0 END)";
        string length = count is null
            ? $"length({text})"
            : $"greatest({start} + least(greatest({count}, 0), 2147483647) - greatest({start}, 0), 0)";
        return Text($"CASE WHEN {place} IS NOT NULL AND {count ?? "0"} IS NOT NULL THEN substring({text}, greatest({start}, 0) + 1, {length}) END");
    }

    private static string Case(string function, string others, string text) =>
        $"CASE WHEN regexp_matches({text}, '[{others}]') "
        + $"THEN {RuleViolation.Stop($"{function} has a letter that Java maps otherwise", text)} ELSE {function}({text}) END";

    private static TypedSql OfText(FunctionCall call, Func<string, string> write)
    {
        call.RequireCount(1, 1);
        return Text(write(call.Text(0)));
    }

    private static TypedSql Test(FunctionCall call, string function)
    {
        call.RequireCount(2, 2);
        return TypedSql.Condition($"{function}({call.Text(0)}, {call.Text(1)})");
    }

    private static TypedSql Text(string sql) => new(sql, PrimitiveType.String);

    private static TypedSql Whole(string sql) => new($"CAST({sql} AS INTEGER)", PrimitiveType.Integer);
}
