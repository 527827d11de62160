using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Automation;

/// <summary>What became of a tick.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TickStatus>))]
public enum TickStatus
{
    /// <summary>It began and has not ended; if its process is gone, it is unknown whether a run was asked for.</summary>
    Started = 0,

    /// <summary>It asked for a run.</summary>
    Launched = 1,

    /// <summary>There was nothing to do.</summary>
    Skipped = 2,

    /// <summary>It went wrong.</summary>
    Failed = 3,
}
