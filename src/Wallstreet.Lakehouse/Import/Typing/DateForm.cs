namespace Wallstreet.Lakehouse.Import.Typing;

/// <summary>How a date is written.</summary>
internal enum DateForm
{
    /// <summary><c>yyyy-MM-dd</c>, also with slashes or points.</summary>
    YearFirst,

    /// <summary><c>yyyyMMdd</c>.</summary>
    Compact,

    /// <summary><c>dd.MM.yyyy</c>.</summary>
    Dotted,

    /// <summary>Two numbers before the year, with slashes or hyphens: which is the day must be told.</summary>
    Numeric,

    /// <summary>The month by name.</summary>
    Named,
}
