namespace Wallstreet.Insight.Formatting;

/// <summary>How a value is written for people.</summary>
public enum ValueFormatKind
{
    /// <summary>As it is: numbers with thousands separators and up to six decimals, dates in ISO 8601.</summary>
    Auto,

    /// <summary>Digits with thousands separators and fixed decimals (two unless told).</summary>
    Number,

    /// <summary>Whole digits with thousands separators.</summary>
    Whole,

    /// <summary>A price: fixed decimals (two unless told).</summary>
    Price,

    /// <summary>A fraction written as a percentage: 0.0123 is 1.23%.</summary>
    Percent,

    /// <summary>A number shortened by thousands: 1.2K, 3.4M, 5.6B, 7.8T.</summary>
    Compact,

    /// <summary>A size in bytes, shortened by 1,024.</summary>
    Bytes,

    /// <summary>The day of a date or timestamp: 2020-03-16.</summary>
    Date,

    /// <summary>A timestamp in UTC to the second: 2020-03-16 20:00:00Z.</summary>
    Timestamp,

    /// <summary>Text as it is.</summary>
    Text,
}
