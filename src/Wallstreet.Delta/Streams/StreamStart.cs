namespace Wallstreet.Delta.Streams;

/// <summary>Where a new stream begins. A stream that goes on has an offset, which comes first.</summary>
public sealed record StreamStart
{
    private StreamStart(HistoryPoint? point, bool isLatest)
    {
        Point = point;
        IsLatest = isLatest;
    }

    /// <summary>With all rows of the newest version, then with what changes after it.</summary>
    public static StreamStart Snapshot { get; } = new(null, false);

    /// <summary>With what changes after the newest version.</summary>
    public static StreamStart Latest { get; } = new(null, true);

    /// <summary>The version or time of the first change; null for <see cref="Snapshot"/> and <see cref="Latest"/>.
    /// </summary>
    public HistoryPoint? Point { get; }

    internal bool IsLatest { get; }

    /// <summary>With the changes of a version.</summary>
    /// <param name="version">The version; at most the one after the newest.</param>
    /// <returns>The start.</returns>
    public static StreamStart At(long version) => new(HistoryPoint.At(version), false);

    /// <summary>With the changes of the first version that is not earlier than a time.</summary>
    /// <param name="timestamp">The time.</param>
    /// <returns>The start.</returns>
    public static StreamStart At(DateTimeOffset timestamp) => new(HistoryPoint.At(timestamp), false);
}
