using System.Globalization;
using Apache.Arrow.Types;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>The type of a column.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="IntegerDigits">Digits before the point that numbers need.</param>
/// <param name="Scale">Digits after it.</param>
internal readonly record struct ColumnType(ColumnKind Kind, int IntegerDigits = 0, int Scale = 0)
{
    private const int DigitsMax = 38;

    // Up to so many digits a decimal is stored as one 64-bit integer: a narrower column saves nothing, and the first larger
    // price would not fit it.
    private const int PrecisionMin = 18;

    /// <summary>Digits in all of a decimal.</summary>
    public int Precision => IsExact ? IntegerDigits + Scale : Math.Max(PrecisionMin, IntegerDigits + Scale);

    /// <summary>Whether the digits are given, by a table or an option, and not told from the data.</summary>
    public bool IsExact { get; private init; }

    public static ColumnType Text { get; } = new(ColumnKind.Text);

    /// <summary>A type that holds the values of both.</summary>
    public ColumnType Union(ColumnType other)
    {
        if (Kind == other.Kind)
        {
            return Widened(Kind, other);
        }

        if (Kind == ColumnKind.Unknown || other.Kind == ColumnKind.Unknown)
        {
            return Kind == ColumnKind.Unknown ? other : this;
        }

        (ColumnKind low, ColumnKind high) = Kind < other.Kind ? (Kind, other.Kind) : (other.Kind, Kind);
        return (low, high) switch
        {
            (ColumnKind.BigInt, ColumnKind.Decimal) => Widened(ColumnKind.Decimal, other),
            (ColumnKind.BigInt or ColumnKind.Decimal, ColumnKind.Double) => new ColumnType(ColumnKind.Double),
            (ColumnKind.Date, ColumnKind.TimestampNtz) => new ColumnType(ColumnKind.TimestampNtz),
            _ => Text,
        };
    }

    /// <summary>The type in SQL.</summary>
    public string ToSql() => Kind switch
    {
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.BigInt => "BIGINT",
        ColumnKind.Decimal => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({Precision},{Scale})"),
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Date => "DATE",
        ColumnKind.Timestamp => "TIMESTAMP WITH TIME ZONE",
        ColumnKind.TimestampNtz => "TIMESTAMP",
        _ => "VARCHAR",
    };

    /// <summary>The type in Arrow.</summary>
    public IArrowType ToArrow() => Kind switch
    {
        ColumnKind.Boolean => BooleanType.Default,
        ColumnKind.BigInt => Int64Type.Default,
        ColumnKind.Decimal => new Decimal128Type(Precision, Scale),
        ColumnKind.Double => DoubleType.Default,
        ColumnKind.Date => Date32Type.Default,
        ColumnKind.Timestamp => new TimestampType(TimeUnit.Microsecond, "UTC"),
        ColumnKind.TimestampNtz => new TimestampType(TimeUnit.Microsecond, (string?)null),
        _ => StringType.Default,
    };

    /// <summary>The type in a Delta schema.</summary>
    public DeltaType ToDelta() => Kind switch
    {
        ColumnKind.Boolean => PrimitiveType.Boolean,
        ColumnKind.BigInt => PrimitiveType.Long,
        ColumnKind.Decimal => new Delta.Schema.DecimalType(Precision, Scale),
        ColumnKind.Double => PrimitiveType.Double,
        ColumnKind.Date => PrimitiveType.Date,
        ColumnKind.Timestamp => PrimitiveType.Timestamp,
        ColumnKind.TimestampNtz => PrimitiveType.TimestampNtz,
        _ => PrimitiveType.String,
    };

    /// <summary>The type of a column of a table that exists; null where imports cannot write it.</summary>
    public static ColumnType? Find(DeltaType type) => type switch
    {
        Delta.Schema.DecimalType exact => new ColumnType(ColumnKind.Decimal, exact.Precision - exact.Scale, exact.Scale) { IsExact = true },
        PrimitiveType { Kind: PrimitiveKind.String } => Text,
        PrimitiveType { Kind: PrimitiveKind.Boolean } => new ColumnType(ColumnKind.Boolean),
        PrimitiveType { Kind: PrimitiveKind.Byte or PrimitiveKind.Short or PrimitiveKind.Integer or PrimitiveKind.Long } => new ColumnType(ColumnKind.BigInt),
        PrimitiveType { Kind: PrimitiveKind.Float or PrimitiveKind.Double } => new ColumnType(ColumnKind.Double),
        PrimitiveType { Kind: PrimitiveKind.Date } => new ColumnType(ColumnKind.Date),
        PrimitiveType { Kind: PrimitiveKind.Timestamp } => new ColumnType(ColumnKind.Timestamp),
        PrimitiveType { Kind: PrimitiveKind.TimestampNtz } => new ColumnType(ColumnKind.TimestampNtz),
        _ => null,
    };

    /// <summary>Reads a type as options name it.</summary>
    /// <exception cref="ImportException">There is no such type.</exception>
    public static ColumnType Parse(string column, string text)
    {
        string name = text.Trim().ToLowerInvariant();
        return name switch
        {
            "text" or "string" or "varchar" => Text,
            "boolean" or "bool" => new ColumnType(ColumnKind.Boolean),
            "bigint" or "long" => new ColumnType(ColumnKind.BigInt),
            "double" => new ColumnType(ColumnKind.Double),
            "date" => new ColumnType(ColumnKind.Date),
            "timestamp" => new ColumnType(ColumnKind.Timestamp),
            "timestamp_ntz" => new ColumnType(ColumnKind.TimestampNtz),
            _ => ParseDecimal(name) ?? throw new ImportException($"{column}: there is no type {text}. Write text, boolean, bigint, "
                + "decimal(p,s), double, date, timestamp or timestamp_ntz."),
        };
    }

    private static ColumnType? ParseDecimal(string name)
    {
        string[] parts = name.StartsWith("decimal(", StringComparison.Ordinal) && name.EndsWith(')') ? name[8..^1].Split(',') : [];
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int precision)
            && int.TryParse(parts[1].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int scale)
            && precision is >= 1 and <= DigitsMax && scale <= precision
            ? new ColumnType(ColumnKind.Decimal, precision - scale, scale) { IsExact = true }
            : null;
    }

    private ColumnType Widened(ColumnKind kind, ColumnType other)
    {
        int digits = Math.Max(IntegerDigits, other.IntegerDigits);
        int scale = Math.Max(Scale, other.Scale);
        return digits + scale <= DigitsMax ? new ColumnType(kind, digits, scale) : Text;
    }
}
