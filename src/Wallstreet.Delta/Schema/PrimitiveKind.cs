#pragma warning disable CA1720 // The names are the protocol's.
namespace Wallstreet.Delta.Schema;

/// <summary>Which primitive a <see cref="PrimitiveType"/> is.</summary>
public enum PrimitiveKind
{
    /// <summary>UTF-8 text.</summary>
    String,

    /// <summary>64-bit signed integer.</summary>
    Long,

    /// <summary>32-bit signed integer.</summary>
    Integer,

    /// <summary>16-bit signed integer.</summary>
    Short,

    /// <summary>8-bit signed integer.</summary>
    Byte,

    /// <summary>32-bit IEEE 754 number.</summary>
    Float,

    /// <summary>64-bit IEEE 754 number.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>An instant, microseconds since the Unix epoch in UTC.</summary>
    Timestamp,

    /// <summary>A wall-clock time without zone, microseconds.</summary>
    TimestampNtz,

    /// <summary>A column that only ever holds null.</summary>
    Void,

    /// <summary>A semi-structured value.</summary>
    Variant,
}
