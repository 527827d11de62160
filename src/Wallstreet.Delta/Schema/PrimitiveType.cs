#pragma warning disable CA1720 // The names are the protocol's.
namespace Wallstreet.Delta.Schema;

/// <summary>A type without parameters. The instances are the static members.</summary>
public sealed record PrimitiveType : DeltaType
{
    private PrimitiveType(PrimitiveKind kind, string name)
    {
        Kind = kind;
        Name = name;
    }

    /// <summary><c>string</c>.</summary>
    public static PrimitiveType String { get; } = new(PrimitiveKind.String, "string");

    /// <summary><c>long</c>.</summary>
    public static PrimitiveType Long { get; } = new(PrimitiveKind.Long, "long");

    /// <summary><c>integer</c>.</summary>
    public static PrimitiveType Integer { get; } = new(PrimitiveKind.Integer, "integer");

    /// <summary><c>short</c>.</summary>
    public static PrimitiveType Short { get; } = new(PrimitiveKind.Short, "short");

    /// <summary><c>byte</c>.</summary>
    public static PrimitiveType Byte { get; } = new(PrimitiveKind.Byte, "byte");

    /// <summary><c>float</c>.</summary>
    public static PrimitiveType Float { get; } = new(PrimitiveKind.Float, "float");

    /// <summary><c>double</c>.</summary>
    public static PrimitiveType Double { get; } = new(PrimitiveKind.Double, "double");

    /// <summary><c>boolean</c>.</summary>
    public static PrimitiveType Boolean { get; } = new(PrimitiveKind.Boolean, "boolean");

    /// <summary><c>binary</c>.</summary>
    public static PrimitiveType Binary { get; } = new(PrimitiveKind.Binary, "binary");

    /// <summary><c>date</c>.</summary>
    public static PrimitiveType Date { get; } = new(PrimitiveKind.Date, "date");

    /// <summary><c>timestamp</c>: an instant in UTC.</summary>
    public static PrimitiveType Timestamp { get; } = new(PrimitiveKind.Timestamp, "timestamp");

    /// <summary><c>timestamp_ntz</c>: a wall-clock time without zone.</summary>
    public static PrimitiveType TimestampNtz { get; } = new(PrimitiveKind.TimestampNtz, "timestamp_ntz");

    /// <summary><c>void</c>: only null.</summary>
    public static PrimitiveType Void { get; } = new(PrimitiveKind.Void, "void");

    /// <summary><c>variant</c>.</summary>
    public static PrimitiveType Variant { get; } = new(PrimitiveKind.Variant, "variant");

    /// <summary>Which primitive this is.</summary>
    public PrimitiveKind Kind { get; }

    /// <summary>The name in a Delta schema.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override string DisplayName => Name;

    /// <summary>Finds the primitive of a name in a Delta schema.</summary>
    /// <param name="name">A type name such as <c>long</c>.</param>
    /// <returns>The type, or <see langword="null"/> if no primitive has that name.</returns>
    public static PrimitiveType? Find(string name) => name switch
    {
        "string" => String,
        "long" => Long,
        "integer" => Integer,
        "short" => Short,
        "byte" => Byte,
        "float" => Float,
        "double" => Double,
        "boolean" => Boolean,
        "binary" => Binary,
        "date" => Date,
        "timestamp" => Timestamp,
        "timestamp_ntz" => TimestampNtz,
        "void" or "null" => Void,
        "variant" => Variant,
        _ => null,
    };
}
