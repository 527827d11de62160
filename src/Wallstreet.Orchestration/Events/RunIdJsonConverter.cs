using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

internal sealed class RunIdJsonConverter : KeyJsonConverter<RunId>
{
    protected override RunId Make(string text) => new(text);
}
