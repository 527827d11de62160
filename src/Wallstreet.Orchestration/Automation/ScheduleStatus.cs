using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Automation;

/// <summary>Whether a schedule ticks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScheduleStatus>))]
public enum ScheduleStatus
{
    /// <summary>It does not tick by itself.</summary>
    Stopped = 0,

    /// <summary>It ticks when its time comes.</summary>
    Running = 1,
}
