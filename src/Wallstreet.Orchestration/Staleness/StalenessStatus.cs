using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Staleness;

/// <summary>Whether data is what its code and upstreams would make of it now.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StalenessStatus>))]
public enum StalenessStatus
{
    /// <summary>It was never made.</summary>
    Missing,

    /// <summary>Nothing it was made from has changed since.</summary>
    Fresh,

    /// <summary>Its code or an upstream has changed since.</summary>
    Stale,
}
