using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rules;

/// <summary>Spark's functions of texts. Places count from 1, and from the end when negative; letters are code points.
/// </summary>
internal static class SparkTextFunctions
{
    public static void AddTo(Dictionary<string, Func<FunctionCall, TypedSql>> known)
    {
        known["UPPER"] = known["UCASE"] = static call => OfText(call, static text => $"upper({text})");
        known["LOWER"] = known["LCASE"] = static call => OfText(call, static text => $"lower({text})");
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
