namespace Wallstreet.Delta.Scan;

/// <summary>How a column is compared with a value.</summary>
public enum ComparisonOperator
{
    /// <summary>Equal to the value.</summary>
    Equal,

    /// <summary>Not equal to the value.</summary>
    NotEqual,

    /// <summary>Less than the value.</summary>
    Less,

    /// <summary>Less than the value or equal to it.</summary>
    LessOrEqual,

    /// <summary>Greater than the value.</summary>
    Greater,

    /// <summary>Greater than the value or equal to it.</summary>
    GreaterOrEqual,
}
