using System.Globalization;
using System.Numerics;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Tests.Rules;

/// <summary>Makes random conditions of the SQL that rules are written in.</summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly PrimitiveType[] _wholes = [PrimitiveType.Byte, PrimitiveType.Short, PrimitiveType.Integer, PrimitiveType.Long];
    private static readonly string[] _letters = ["a", "b", "ä", "%", "_", "😀", ""];

    /// <summary>The columns, and their types.</summary>
    public static StructType Schema { get; } = new(
        new("y", PrimitiveType.Byte), new("h", PrimitiveType.Short), new("i", PrimitiveType.Integer), new("j", PrimitiveType.Integer),
        new("l", PrimitiveType.Long), new("dec", new DecimalType(6, 2)), new("s", PrimitiveType.String), new("t", PrimitiveType.String),
        new("b", PrimitiveType.Boolean), new("c", PrimitiveType.Boolean));

    /// <summary>A row of values that are small, or the last of their types, or null.</summary>
    public Dictionary<string, object?> Row() => Schema.Fields.ToDictionary(static field => field.Name, field => random.Next(5) == 0 ? null : (object?)(field.Type switch
    {
        DecimalType => new ReferenceDecimal(random.Next(-999_999, 1_000_000), 2),
        PrimitiveType { Kind: PrimitiveKind.Boolean } => random.Next(2) == 0,
        PrimitiveType { Kind: PrimitiveKind.String } => Word(random.Next(5)),
        var type => Number(type),
    }));

    public ReferenceValue Condition(int depth) => (depth <= 0 ? random.Next(3) : random.Next(12)) switch
    {
        0 => Column(PrimitiveType.Boolean),
        1 => Compare(depth),
        2 => IsNull(depth),
        3 or 4 => Logic("AND", depth),
        5 or 6 => Logic("OR", depth),
        7 => Not(depth),
        8 => In(depth),
        9 => Between(depth),
        10 => random.Next(2) == 0 ? Like() : IsTrue(depth),
        _ => Choice(() => Condition(depth - 2), depth),
    };

    private ReferenceValue Whole(int depth) => (depth <= 0 ? random.Next(2) : random.Next(11)) switch
    {
        0 => Column(_wholes[random.Next(4)]),
        1 => Literal(),
        2 or 3 or 4 or 5 => Arithmetic(depth),
        6 => Signed(depth),
        7 => random.Next(2) == 0 ? WholeDivide(depth) : Length(),
        8 => Coalesce(depth),
        9 => Extreme(depth),
        _ => Choice(() => Whole(depth - 2), depth),
    };

    private ReferenceValue Exact(int depth)
    {
        if (depth <= 0 || random.Next(3) == 0)
        {
            int units = random.Next(1_000);
            return random.Next(2) == 0
                ? Column(new DecimalType(6, 2))
                : new ReferenceValue($"{units / 10}.{units % 10}", 7, new DecimalType(4, 1), _ => new ReferenceDecimal(units, 1));
        }

        (ReferenceValue a, ReferenceValue b) = (Exact(depth - 1), random.Next(3) == 0 ? Whole(0) : Exact(depth - 1));
        char symbol = "+-*"[random.Next(3)];
        int level = symbol == '*' ? 5 : 4;
        return new ReferenceValue($"{a.At(level)} {symbol} {b.At(level + 1)}", level, new DecimalType(38, 2), row =>
            (a.Evaluate(row), b.Evaluate(row)) is ({ } left, { } right)
                ? ReferenceDecimal.Compute(symbol, ReferenceDecimal.Of(left), ReferenceDecimal.Of(right)) : null);
    }

    private ReferenceValue Text(int depth)
    {
        if (depth <= 0 || random.Next(3) == 0)
        {
            string constant = Word(random.Next(3));
            return random.Next(3) > 0
                ? Column(PrimitiveType.String)
                : new ReferenceValue($"'{constant}'", 7, PrimitiveType.String, _ => constant);
        }

        ReferenceValue text = Text(depth - 1);
        if (random.Next(2) == 0)
        {
            ReferenceValue other = Text(depth - 1);
            return new ReferenceValue($"{text.At(4)} || {other.At(5)}", 4, PrimitiveType.String, row =>
                (text.Evaluate(row), other.Evaluate(row)) is (string a, string b) ? a + b : null);
        }

        (int place, int count) = (random.Next(-5, 6), random.Next(-1, 5));
        return new ReferenceValue($"SUBSTRING({text.Text}, {place}, {count})", 7, PrimitiveType.String, row =>
        {
            int[] points = ReferenceValue.Points(text.Evaluate(row) as string ?? "");
            int start = place > 0 ? place - 1 : place < 0 ? points.Length + place : 0;
            return text.Evaluate(row) is null ? null
                : ReferenceValue.Join(points.Where((_, index) => index >= start && index < start + count));
        });
    }

    private ReferenceValue Column(DeltaType type)
    {
        StructField[] fields = [.. Schema.Fields.Where(field => field.Type == type)];
        string name = fields[random.Next(fields.Length)].Name;
        return new ReferenceValue(random.Next(4) == 0 ? $"`{name.ToUpperInvariant()}`" : name, 7, type, row => row[name]);
    }

    private ReferenceValue Literal()
    {
        PrimitiveType type = _wholes[random.Next(4)];
        BigInteger value = Number(type);
        string suffix = type.Kind switch
        {
            PrimitiveKind.Byte => "Y",
            PrimitiveKind.Short => "S",
            PrimitiveKind.Long when value >= int.MinValue && value <= int.MaxValue => "L",
            _ => "",
        };
        return new ReferenceValue($"{value}{suffix}", 6, type, _ => value);
    }

    private ReferenceValue Arithmetic(int depth)
    {
        (ReferenceValue a, ReferenceValue b) = (Whole(depth - 1), Whole(depth - 1));
        string symbol = ((string[])["+", "-", "*", "%"])[random.Next(4)];
        int level = symbol is "+" or "-" ? 4 : 5;
        DeltaType type = Wider(a.Type, b.Type);
        return new ReferenceValue($"{a.At(level)} {symbol} {b.At(level + 1)}", level, type, row =>
            (a.Evaluate(row), b.Evaluate(row)) is (BigInteger left, BigInteger right) ? Compute(row, symbol, left, right, type) : null);
    }

    private static object? Compute(ReferenceRow row, string symbol, BigInteger left, BigInteger right, DeltaType type)
    {
        // The smallest number by -1 does not fit; its rest is 0, for which the write may stop as well.
        row.Overflowed |= symbol == "%" && right == -1;
        return symbol switch
        {
            "+" => row.Fit(left + right, type),
            "-" => row.Fit(left - right, type),
            "*" => row.Fit(left * right, type),
            _ => right.IsZero ? null : BigInteger.Remainder(left, right),
        };
    }

    private ReferenceValue WholeDivide(int depth)
    {
        (ReferenceValue a, ReferenceValue b) = (Whole(depth - 1), Whole(depth - 1));
        return new ReferenceValue($"{a.At(5)} DIV {b.At(6)}", 5, PrimitiveType.Long, row =>
            (a.Evaluate(row), b.Evaluate(row)) is (BigInteger left, BigInteger { IsZero: false } right)
                ? row.Fit(BigInteger.Divide(left, right), PrimitiveType.Long) : null);
    }

    private ReferenceValue Signed(int depth)
    {
        ReferenceValue value = Whole(depth - 1);
        if (random.Next(3) == 0)
        {
            PrimitiveType type = _wholes[random.Next(4)];
            string name = ((string[])["TINYINT", "smallint", "INT", "bigint"])[Array.IndexOf(_wholes, type)];
            return new ReferenceValue(random.Next(2) == 0 ? $"CAST({value.Text} AS {name})" : $"({value.Text})::{name}", 7, type, row =>
                value.Evaluate(row) is BigInteger number ? row.Fit(number, type) : null);
        }

        return random.Next(2) == 0
            ? new ReferenceValue($"ABS({value.Text})", 7, value.Type, row =>
                value.Evaluate(row) is BigInteger number ? row.Fit(BigInteger.Abs(number), value.Type) : null)
            : new ReferenceValue($"-({value.Text})", 6, value.Type, row =>
                value.Evaluate(row) is BigInteger number ? row.Fit(-number, value.Type) : null);
    }

    private ReferenceValue Length()
    {
        ReferenceValue text = Text(2);
        return new ReferenceValue($"length({text.Text})", 7, PrimitiveType.Integer, row =>
            text.Evaluate(row) is string value ? new BigInteger(ReferenceValue.Points(value).Length) : null);
    }

    private ReferenceValue Coalesce(int depth)
    {
        (ReferenceValue a, ReferenceValue b) = (Whole(depth - 1), Whole(depth - 1));
        return new ReferenceValue($"coalesce({a.Text}, {b.Text})", 7, Wider(a.Type, b.Type), row =>
            (a.Evaluate(row), b.Evaluate(row)) is (var left, var right) ? left ?? right : null);
    }

    private ReferenceValue Extreme(int depth)
    {
        (ReferenceValue a, ReferenceValue b) = (Whole(depth - 1), Whole(depth - 1));
        bool greatest = random.Next(2) == 0;
        return new ReferenceValue($"{(greatest ? "greatest" : "least")}({a.Text}, {b.Text})", 7, Wider(a.Type, b.Type), row =>
            (a.Evaluate(row), b.Evaluate(row)) is (BigInteger left, BigInteger right)
                ? greatest ? BigInteger.Max(left, right) : BigInteger.Min(left, right)
                : a.Evaluate(row) ?? b.Evaluate(row));
    }

    private ReferenceValue Choice(Func<ReferenceValue> make, int depth)
    {
        (ReferenceValue when, ReferenceValue then, ReferenceValue otherwise) = (Condition(depth - 1), make(), make());
        DeltaType type = then.Type == PrimitiveType.Boolean ? then.Type : Wider(then.Type, otherwise.Type);
        string text = random.Next(2) == 0
            ? $"CASE WHEN {when.Text} THEN {then.Text} ELSE {otherwise.Text} END"
            : $"IF({when.Text}, {then.Text}, {otherwise.Text})";
        return new ReferenceValue(text, 7, type, row =>
            (when.Truth(row), then.Evaluate(row), otherwise.Evaluate(row)) is (var truth, var yes, var no) && truth == true ? yes : no);
    }

    private ReferenceValue Compare(int depth)
    {
        (ReferenceValue a, ReferenceValue b) = Pair(depth - 1);
        string symbol = ((string[])["=", "==", "<>", "!=", "<", "<=", ">", ">=", "<=>"])[random.Next(9)];
        return new ReferenceValue($"{a.At(4)} {symbol} {b.At(4)}", 3, PrimitiveType.Boolean, row => Compared(symbol, a.Evaluate(row), b.Evaluate(row)));
    }

    private static object? Compared(string symbol, object? left, object? right) =>
        symbol == "<=>" ? left is null || right is null ? left is null && right is null : ReferenceValue.Order(left, right) == 0
        : ReferenceValue.Order(left, right) is not { } order ? null
        : symbol switch
        {
            "=" or "==" => order == 0,
            "<>" or "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };

    private (ReferenceValue A, ReferenceValue B) Pair(int depth) => random.Next(4) switch
    {
        0 => (Text(depth), Text(depth)),
        1 => (Exact(depth), random.Next(2) == 0 ? Exact(depth) : Whole(0)),
        _ => (Whole(depth), Whole(depth)),
    };

    private ReferenceValue IsNull(int depth)
    {
        (ReferenceValue value, _) = Pair(depth - 1);
        bool negate = random.Next(2) == 0;
        return new ReferenceValue($"{value.At(4)} IS {(negate ? "NOT " : "")}NULL", 3, PrimitiveType.Boolean, row => value.Evaluate(row) is null != negate);
    }

    private ReferenceValue IsTrue(int depth)
    {
        ReferenceValue value = Condition(depth - 1);
        (bool negate, bool truth) = (random.Next(2) == 0, random.Next(2) == 0);
        return new ReferenceValue(
            $"({value.Text}) IS {(negate ? "NOT " : "")}{(truth ? "TRUE" : "FALSE")}", 3, PrimitiveType.Boolean, row => value.Truth(row) == truth != negate);
    }

    private ReferenceValue Logic(string word, int depth)
    {
        (ReferenceValue a, ReferenceValue b) = (Condition(depth - 1), Condition(depth - 1));
        int level = word == "AND" ? 1 : 0;
        return new ReferenceValue($"{a.At(level)} {word} {b.At(level + 1)}", level, PrimitiveType.Boolean, row =>
            level == 1 ? ReferenceValue.And(a.Truth(row), b.Truth(row)) : ReferenceValue.Or(a.Truth(row), b.Truth(row)));
    }

    private ReferenceValue Not(int depth)
    {
        ReferenceValue value = Condition(depth - 1);
        return new ReferenceValue($"{(random.Next(2) == 0 ? "NOT " : "! ")}{value.At(2)}", 2, PrimitiveType.Boolean, row => !value.Truth(row));
    }

    private ReferenceValue In(int depth)
    {
        ReferenceValue value = Whole(depth - 1);
        ReferenceValue[] list = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Whole(depth - 2))];
        (bool hasNull, bool negate) = (random.Next(4) == 0, random.Next(2) == 0);
        string items = string.Join(", ", list.Select(static item => item.Text)) + (hasNull ? ", NULL" : "");
        return new ReferenceValue($"{value.At(4)} {(negate ? "NOT " : "")}IN ({items})", 3, PrimitiveType.Boolean, row =>
        {
            bool? found = list.Select(item => (bool?)Compared("=", value.Evaluate(row), item.Evaluate(row)))
                .Aggregate(hasNull ? null : (bool?)false, ReferenceValue.Or);
            return negate ? !found : found;
        });
    }

    private ReferenceValue Between(int depth)
    {
        (ReferenceValue value, ReferenceValue low, ReferenceValue high) = (Whole(depth - 1), Whole(depth - 1), Whole(depth - 1));
        bool negate = random.Next(2) == 0;
        return new ReferenceValue($"{value.At(4)} {(negate ? "NOT " : "")}BETWEEN {low.At(4)} AND {high.At(4)}", 3, PrimitiveType.Boolean, row =>
        {
            object? tested = value.Evaluate(row);
            bool? between = ReferenceValue.And((bool?)Compared(">=", tested, low.Evaluate(row)), (bool?)Compared("<=", tested, high.Evaluate(row)));
            return negate ? !between : between;
        });
    }

    private ReferenceValue Like()
    {
        ReferenceValue text = Text(2);
        string pattern = string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => ((string[])["%", "_", "\\%", "\\_", "a", "ä", "😀"])[random.Next(7)]));
        return new ReferenceValue($"{text.At(4)} LIKE '{pattern}'", 3, PrimitiveType.Boolean, row =>
            text.Evaluate(row) is string value ? ReferenceValue.Like(ReferenceValue.Points(value), ReferenceValue.Points(pattern)) : null);
    }

    private string Word(int letters) => string.Concat(Enumerable.Range(0, letters).Select(_ => _letters[random.Next(_letters.Length)]));

    private BigInteger Number(DeltaType type)
    {
        BigInteger most = (BigInteger.One << (ReferenceValue.Bits(type) - 1)) - 1;
        return random.Next(8) switch
        {
            0 => most - random.Next(2),
            1 => -most - random.Next(2),
            2 => BigInteger.Parse(random.NextInt64().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) % most,
            _ => random.Next(-4, 5),
        };
    }

    private static DeltaType Wider(DeltaType a, DeltaType b) => ReferenceValue.Bits(a) >= ReferenceValue.Bits(b) ? a : b;
}
