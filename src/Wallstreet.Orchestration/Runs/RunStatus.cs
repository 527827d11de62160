using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Runs;

/// <summary>Where a run is in its life. The last four are final: a run never leaves them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RunStatus>))]
public enum RunStatus
{
    /// <summary>Asked for, not yet given to a launcher.</summary>
    Queued = 0,

    /// <summary>Given to a launcher that has not begun.</summary>
    Starting = 1,

    /// <summary>Executing.</summary>
    Running = 2,

    /// <summary>Ended; every step succeeded or was rightly skipped.</summary>
    Succeeded = 3,

    /// <summary>Ended; at least one step failed.</summary>
    Failed = 4,

    /// <summary>Stopped on request.</summary>
    Canceled = 5,

    /// <summary>Its process went away in the middle.</summary>
    Interrupted = 6,
}
