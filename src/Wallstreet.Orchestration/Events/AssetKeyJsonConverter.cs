using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Orchestration.Events;

internal sealed class AssetKeyJsonConverter : KeyJsonConverter<AssetKey>
{
    protected override AssetKey Make(string text) => new(text);
}
