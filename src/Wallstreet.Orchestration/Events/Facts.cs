using System.Collections.Frozen;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Metadata;

namespace Wallstreet.Orchestration.Events;

internal static class Facts
{
    internal static readonly IReadOnlyDictionary<string, MetadataValue> None = FrozenDictionary<string, MetadataValue>.Empty;

    internal static readonly IReadOnlyDictionary<AssetKey, string> NoInputs = FrozenDictionary<AssetKey, string>.Empty;
}
