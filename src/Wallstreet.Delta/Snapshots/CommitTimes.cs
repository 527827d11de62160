using System.Globalization;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Snapshots;

/// <summary>When a version was committed. Protocol section "In-Commit Timestamps"; without them, the time of the
/// commit's file counts, moved forward where a clock ran backward.</summary>
internal static class CommitTimes
{
    public const string Property = "delta.enableInCommitTimestamps";

    /// <summary>Notes since when commits hold their time; those before do not. Protocol section "Writer Requirements for
    /// In-Commit Timestamps".</summary>
    public static Metadata Enable(Metadata metadata, long version, DateTimeOffset time) => metadata.WithProperties(
        ("delta.inCommitTimestampEnablementVersion", version.ToString(CultureInfo.InvariantCulture)),
        (
            "delta.inCommitTimestampEnablementTimestamp",
            time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)));

    public static DateTimeOffset? InCommit(Metadata metadata, CommitInfo? info) =>
        metadata.IsEnabled(Property) && info?.InCommitTimestampMilliseconds is { } time
            ? UnixTime.FromMilliseconds(time)
            : null;

    public static DateTimeOffset Of(
        Metadata metadata, CommitInfo? info, DateTimeOffset lastModified, DateTimeOffset previous) =>
        InCommit(metadata, info) ?? Monotonous(lastModified, previous);

    /// <summary>The time that a commit holds itself: now, or a millisecond after the version before if that is later. Commits
    /// hold whole milliseconds, so those are compared.</summary>
    public static DateTimeOffset NextInCommit(DateTimeOffset now, DateTimeOffset previous) => UnixTime.FromMilliseconds(
        Math.Max(now.ToUnixTimeMilliseconds(), previous.ToUnixTimeMilliseconds() + 1));

    public static DateTimeOffset Monotonous(DateTimeOffset lastModified, DateTimeOffset previous) =>
        WholeMilliseconds(lastModified) is var time && time > previous ? time : previous.AddMilliseconds(1);

    /// <summary>The time of a file as Spark knows it. Files have finer times than those that people and SQL say; compared with
    /// them, a version would not be found at its own time.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset lastModified) =>
        UnixTime.FromMilliseconds(lastModified.ToUnixTimeMilliseconds());
}
