using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Which types Spark brings together by itself, and how. Where Spark would guess (a text beside a number), the
/// expression is refused: a cast says what is meant.</summary>
internal static class SparkTypes
{
    private const long FloatExactMax = 16_777_216;

    /// <summary>The types of numbers but decimals, each wider than those before it.</summary>
    private static readonly PrimitiveKind[] _numbers =
    [
        PrimitiveKind.Byte, PrimitiveKind.Short, PrimitiveKind.Integer, PrimitiveKind.Long, PrimitiveKind.Float,
        PrimitiveKind.Double,
    ];

    public static bool IsWhole(DeltaType type) =>
        type is PrimitiveType { Kind: PrimitiveKind.Byte or PrimitiveKind.Short or PrimitiveKind.Integer or PrimitiveKind.Long };

    public static bool IsFloating(DeltaType type) => type is PrimitiveType { Kind: PrimitiveKind.Float or PrimitiveKind.Double };

    public static bool IsNumber(DeltaType type) => type is DecimalType || IsWhole(type) || IsFloating(type);

    public static bool IsMoment(DeltaType type) =>
        type is PrimitiveType { Kind: PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz };

    /// <summary>The type in which two values meet; <see langword="null"/> if Spark has none or would guess.</summary>
    public static DeltaType? Common(TypedSql left, TypedSql right)
    {
        if (left.Type == right.Type || right.Type == PrimitiveType.Void)
        {
            return left.Type;
        }

        if (left.Type == PrimitiveType.Void)
        {
            return right.Type;
        }

        if (IsNumber(left.Type) && IsNumber(right.Type))
        {
            return CommonNumber(left, right);
        }

        return CommonMoment(left.Type, right.Type);
    }

    /// <summary>The type in which two values are compared: a constant text beside a day or time is one too.</summary>
    public static DeltaType? Compared(TypedSql left, TypedSql right) =>
        IsMoment(left.Type) && right.Text is not null ? left.Type
        : IsMoment(right.Type) && left.Text is not null ? right.Type
        : Common(left, right);

    /// <summary>The values of an IN with its constant texts as days, where days are among them. Some sessions of Spark's
    /// compare them as texts there, so only texts that are written as Spark writes days are taken, for which it is the
    /// same.</summary>
    public static (TypedSql Value, IReadOnlyList<TypedSql> List) WithDays(TypedSql value, IReadOnlyList<TypedSql> list)
    {
        return value.Type == PrimitiveType.Date || list.Any(static item => item.Type == PrimitiveType.Date)
            ? (AsDay(value), [.. list.Select(AsDay)])
            : (value, list);

        static TypedSql AsDay(TypedSql item) =>
            item.Text is { Length: 10 } text && text.All(static letter => letter == '-' || char.IsAsciiDigit(letter))
                ? SparkCasts.Cast(item, PrimitiveType.Date)
                : item;
    }

    /// <summary>The type in which several values meet.</summary>
    /// <exception cref="ExpressionException">There is none.</exception>
    public static DeltaType Common(IReadOnlyList<TypedSql> values, string where)
    {
        TypedSql widest = values[0];
        foreach (TypedSql value in values.Skip(1))
        {
            DeltaType type = Common(widest, value) ?? throw Differ(widest, value, where);
            widest = type == widest.Type ? widest : new TypedSql("", type);
        }

        return widest.Type;
    }

    public static ExpressionException Differ(TypedSql left, TypedSql right, string where) => new(
        $"{where} has {left.Type} beside {right.Type}; say with CAST which type is meant.");

    /// <summary>A value as another type, where Spark does so by itself.</summary>
    public static TypedSql Coerce(TypedSql value, DeltaType type, string where)
    {
        if (value.Type == type)
        {
            return value;
        }

        if (value.Type == PrimitiveType.Void || (IsNumber(value.Type) && IsNumber(type)))
        {
            return SparkCasts.Cast(value, type) with { Number = value.Number };
        }

        return IsMoment(type) && (IsMoment(value.Type) || value.Text is not null)
            ? SparkCasts.Cast(value, type)
            : throw new ExpressionException($"{where} needs {type}, not {value.Type}; say with CAST what is meant.");
    }

    /// <summary>The decimal that a whole number becomes beside a decimal.</summary>
    public static DecimalType AsDecimal(TypedSql value) => value.Type switch
    {
        DecimalType type => type,
        _ when value.Number is { } number => new DecimalType(Math.Max(1, SqlText.Number(number).TrimStart('-').Length), 0),
        PrimitiveType { Kind: PrimitiveKind.Byte } => new DecimalType(3, 0),
        PrimitiveType { Kind: PrimitiveKind.Short } => new DecimalType(5, 0),
        PrimitiveType { Kind: PrimitiveKind.Integer } => new DecimalType(10, 0),
        _ => new DecimalType(20, 0),
    };

    private static DeltaType? CommonNumber(TypedSql left, TypedSql right)
    {
        if (left.Type is DecimalType || right.Type is DecimalType)
        {
            if (IsFloating(left.Type) || IsFloating(right.Type))
            {
                return PrimitiveType.Double;
            }

            (DecimalType a, DecimalType b) = (AsDecimal(left), AsDecimal(right));
            int scale = Math.Max(a.Scale, b.Scale);
            int precision = Math.Max(a.Precision - a.Scale, b.Precision - b.Scale) + scale;
            return precision <= 38 ? new DecimalType(precision, scale) : null;
        }

        if (LosesDigits(left, right.Type) || LosesDigits(right, left.Type))
        {
            return null;
        }

        int rank = Math.Max(Rank(left.Type), Rank(right.Type));
        return rank == Rank(left.Type) ? left.Type : right.Type;
    }

    /// <summary>A whole number beside a float becomes a float or a double by the session's settings; only constants that
    /// are the same in both are taken.</summary>
    private static bool LosesDigits(TypedSql value, DeltaType beside) =>
        beside == PrimitiveType.Float && IsWhole(value.Type) && value.Number is not (>= -FloatExactMax and <= FloatExactMax);

    private static int Rank(DeltaType type) => Array.IndexOf(_numbers, ((PrimitiveType)type).Kind);

    /// <summary>A day beside a time is its midnight; the two kinds of time do not meet.</summary>
    private static DeltaType? CommonMoment(DeltaType left, DeltaType right)
    {
        if (!IsMoment(left) || !IsMoment(right))
        {
            return null;
        }

        return left == PrimitiveType.Date ? right : right == PrimitiveType.Date ? left : null;
    }
}
