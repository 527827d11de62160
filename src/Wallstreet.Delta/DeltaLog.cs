using Microsoft.Extensions.Logging;

namespace Wallstreet.Delta;

/// <summary>What this library logs. Event ids 2000 to 2099.</summary>
internal static partial class DeltaLog
{
    [LoggerMessage(
        EventId = 2000,
        Level = LogLevel.Warning,
        Message = "Version {Version} of {Location} is committed, but its checkpoint could not be written.")]
    public static partial void CheckpointFailed(
        this ILogger logger, long version, Uri location, Exception exception);

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "{Difference}")]
    public static partial void ChecksumDiffers(this ILogger logger, string difference);

    [LoggerMessage(
        EventId = 2002,
        Level = LogLevel.Warning,
        Message = "Version {Version} of {Location} is committed, but its checksum could not be written.")]
    public static partial void ChecksumFailed(
        this ILogger logger, long version, Uri location, Exception exception);

    [LoggerMessage(
        EventId = 2003,
        Level = LogLevel.Warning,
        Message = "Version {Version} of {Location} is committed, but expired files of its log could not be deleted.")]
    public static partial void CleanupFailed(
        this ILogger logger, long version, Uri location, Exception exception);
}
