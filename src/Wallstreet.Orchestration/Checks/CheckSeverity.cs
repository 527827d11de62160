using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Checks;

/// <summary>How bad it is when a check does not pass.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckSeverity>))]
public enum CheckSeverity
{
    /// <summary>Worth a look; nothing stops.</summary>
    Warn,

    /// <summary>The data is wrong. If the check blocks, the steps downstream are skipped.</summary>
    Error,
}
