namespace Wallstreet.Lakehouse.Import;

/// <summary>What the first two numbers of a date such as 03/04/2024 are.</summary>
public enum DateOrder
{
    /// <summary>Month first, as written in the United States.</summary>
    MonthFirst,

    /// <summary>Day first, as written in most of the world.</summary>
    DayFirst,
}
