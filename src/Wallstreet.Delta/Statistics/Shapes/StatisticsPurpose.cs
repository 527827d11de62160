namespace Wallstreet.Delta.Statistics.Shapes;

/// <summary>What a value of the statistics says.</summary>
internal enum StatisticsPurpose
{
    /// <summary>Nothing that is wanted.</summary>
    Nothing,

    /// <summary>How many rows the file has.</summary>
    RecordCount,

    /// <summary>A column's lower bound.</summary>
    Min,

    /// <summary>A column's upper bound.</summary>
    Max,

    /// <summary>How many values of a column are null.</summary>
    NullCount,
}
