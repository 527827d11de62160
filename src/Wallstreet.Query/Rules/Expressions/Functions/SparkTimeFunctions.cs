using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions.Functions;

/// <summary>Spark's functions of days and times. The session's zone, in which Spark sees timestamps, is UTC here.</summary>
internal static class SparkTimeFunctions
{
    public static void AddTo(Dictionary<string, Func<FunctionCall, TypedSql>> known)
    {
        AddParts(known);
        known["DATE_ADD"] = known["DATEADD"] = static call => Shift(call, "+");
        known["DATE_SUB"] = static call => Shift(call, "-");
        known["DATEDIFF"] = known["DATE_DIFF"] = static call =>
        {
            call.RequireCount(2, 2);
            return new TypedSql($"CAST({call.Date(0)} - {call.Date(1)} AS INTEGER)", PrimitiveType.Integer);
        };
        known["ADD_MONTHS"] = static call =>
        {
            call.RequireCount(2, 2);
            return Day($"CAST({call.Date(0)} + to_months(CAST({call.Whole(1)} AS INTEGER)) AS DATE)");
        };
        known["LAST_DAY"] = static call =>
        {
            call.RequireCount(1, 1);
            return Day($"last_day({call.Date(0)})");
        };
        known["MAKE_DATE"] = static call =>
        {
            call.RequireCount(3, 3);
            return Day($"TRY(make_date({call.Whole(0)}, {call.Whole(1)}, {call.Whole(2)}))");
        };
        known["TO_DATE"] = known["DATE"] = ToDate;
        known["TO_TIMESTAMP"] = known["TIMESTAMP"] = ToTimestamp;
        known["DATE_FORMAT"] = static call =>
        {
            call.RequireCount(2, 2);
            string format = SparkDateFormat.Read(call.Constant(1)).Format;
            return new TypedSql(
                $"CASE WHEN {SparkTexts.OfMoment(call.Local(0), "TIMESTAMP")} IS NOT NULL THEN strftime({call.Local(0)}, {SqlText.Text(format)}) END",
                PrimitiveType.String);
        };
        known["DATE_TRUNC"] = static call =>
        {
            call.RequireCount(2, 2);
            return Moment($"date_trunc('{Unit(call, call.Constant(0), true)}', {call.Local(1)})");
        };
        known["TRUNC"] = static call =>
        {
            call.RequireCount(2, 2);
            return Day($"CAST(date_trunc('{Unit(call, call.Constant(1), false)}', {call.Date(0)}) AS DATE)");
        };
        known["UNIX_SECONDS"] = static call =>
        {
            call.RequireCount(1, 1);
            return SparkCasts.Cast(SparkTypes.Coerce(call[0], PrimitiveType.Timestamp, call.Name), PrimitiveType.Long);
        };
        known["CURRENT_DATE"] = known["CURDATE"] = static call => Now(call, Day("CAST(timezone('UTC', now()) AS DATE)"));
        known["CURRENT_TIMESTAMP"] = known["NOW"] = static call => Now(call, new TypedSql("now()", PrimitiveType.Timestamp));
    }

    /// <summary>EXTRACT: the seconds have their fraction there.</summary>
    public static TypedSql Extract(FunctionCall call) => call.Name switch
    {
        "YEAR" or "Y" or "YEARS" or "YR" or "YRS" => SparkFunctions.Call(call with { Name = "YEAR" }),
        "QUARTER" or "QTR" => SparkFunctions.Call(call with { Name = "QUARTER" }),
        "MONTH" or "MON" or "MONS" or "MONTHS" => SparkFunctions.Call(call with { Name = "MONTH" }),
        "WEEK" or "W" or "WEEKS" => SparkFunctions.Call(call with { Name = "WEEK" }),
        "DAY" or "D" or "DAYS" => SparkFunctions.Call(call with { Name = "DAY" }),
        "DAYOFWEEK" or "DOW" => SparkFunctions.Call(call with { Name = "DAYOFWEEK" }),
        "DOY" => SparkFunctions.Call(call with { Name = "DAYOFYEAR" }),
        "HOUR" or "H" or "HOURS" or "HR" or "HRS" => SparkFunctions.Call(call with { Name = "HOUR" }),
        "MINUTE" or "M" or "MIN" or "MINS" or "MINUTES" => SparkFunctions.Call(call with { Name = "MINUTE" }),
        "SECOND" or "S" or "SEC" or "SECONDS" or "SECS" => new TypedSql(
            $"CAST(CAST(microsecond({call.Local(0)}) AS DECIMAL(8,0)) * CAST('0.000001' AS DECIMAL(7,6)) AS DECIMAL(8,6))", new DecimalType(8, 6)),
        _ => throw new ExpressionException($"EXTRACT does not know the field '{call.Name}'.", call.Column),
    };

    private static void AddParts(Dictionary<string, Func<FunctionCall, TypedSql>> known)
    {
        known["YEAR"] = static call => OfDay(call, static day => $"year({day})");
        known["QUARTER"] = static call => OfDay(call, static day => $"quarter({day})");
        known["MONTH"] = static call => OfDay(call, static day => $"month({day})");
        known["DAY"] = known["DAYOFMONTH"] = static call => OfDay(call, static day => $"day({day})");
        known["DAYOFYEAR"] = static call => OfDay(call, static day => $"dayofyear({day})");
        known["DAYOFWEEK"] = static call => OfDay(call, static day => $"dayofweek({day}) + 1");
        known["WEEKDAY"] = static call => OfDay(call, static day => $"isodow({day}) - 1");
        known["WEEKOFYEAR"] = known["WEEK"] = static call => OfDay(call, static day => $"weekofyear({day})");
        known["HOUR"] = static call => OfTime(call, static time => $"hour({time})");
        known["MINUTE"] = static call => OfTime(call, static time => $"minute({time})");
        known["SECOND"] = static call => OfTime(call, static time => $"second({time})");
    }

    private static TypedSql OfDay(FunctionCall call, Func<string, string> write)
    {
        call.RequireCount(1, 1);
        return new TypedSql($"CAST({write(call.Date(0))} AS INTEGER)", PrimitiveType.Integer);
    }

    private static TypedSql OfTime(FunctionCall call, Func<string, string> write)
    {
        call.RequireCount(1, 1);
        return new TypedSql($"CAST({write(call.Local(0))} AS INTEGER)", PrimitiveType.Integer);
    }

    private static TypedSql Shift(FunctionCall call, string sign)
    {
        call.RequireCount(2, 2);
        return Day($"({call.Date(0)} {sign} CAST({call.Whole(1)} AS INTEGER))");
    }

    private static TypedSql ToDate(FunctionCall call)
    {
        call.RequireCount(1, 2);
        return call.Count == 1
            ? SparkCasts.Cast(call[0], PrimitiveType.Date)
            : Day($"CAST({Parse(call)} AS DATE)");
    }

    private static TypedSql ToTimestamp(FunctionCall call)
    {
        call.RequireCount(1, 2);
        return call.Count == 1
            ? SparkCasts.Cast(call[0], PrimitiveType.Timestamp)
            : Moment(Parse(call));
    }

    private static string Parse(FunctionCall call)
    {
        SparkDateFormat format = SparkDateFormat.Read(call.Constant(1));
        format.RequireReadable();
        string text = call.Text(0);
        return $"CASE WHEN regexp_full_match({text}, {SqlText.Text(format.Pattern)}) THEN try_strptime({text}, {SqlText.Text(format.Format)}) "
            + $"WHEN regexp_full_match({text}, {SqlText.Text(format.LoosePattern)}) "
            + $"THEN {RuleViolation.Stop($"{call.Name} reads no numbers of other lengths than the pattern's", text)} END";
    }

    /// <summary>Only constants reach DuckDB: the unit is one of these words.</summary>
    private static string Unit(FunctionCall call, string unit, bool time) => unit.ToUpperInvariant() switch
    {
        "YEAR" or "YYYY" or "YY" => "year",
        "QUARTER" => "quarter",
        "MONTH" or "MM" or "MON" => "month",
        "WEEK" => "week",
        "DAY" or "DD" when time => "day",
        "HOUR" when time => "hour",
        "MINUTE" when time => "minute",
        "SECOND" when time => "second",
        "MILLISECOND" when time => "millisecond",
        _ => throw call.Refuse($"does not know the unit '{unit}'"),
    };

    private static TypedSql Now(FunctionCall call, TypedSql now)
    {
        call.RequireCount(0, 0);
        return call.Scope.AllowsNow ? now : throw call.Refuse("gives another value each time; a generated column needs one that stays");
    }

    private static TypedSql Day(string sql) => new(sql, PrimitiveType.Date);

    private static TypedSql Moment(string local) => new($"timezone('UTC', {local})", PrimitiveType.Timestamp);
}
