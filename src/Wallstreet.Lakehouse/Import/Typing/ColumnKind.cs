namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>The kinds of columns that imports make.</summary>
internal enum ColumnKind
{
    /// <summary>No value is known.</summary>
    Unknown,
    Text,
    Boolean,
    BigInt,
    Decimal,
    Double,
    Date,

    /// <summary>An instant.</summary>
    Timestamp,

    /// <summary>A wall-clock time without zone.</summary>
    TimestampNtz,
}
