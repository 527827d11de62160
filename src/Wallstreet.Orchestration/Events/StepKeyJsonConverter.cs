using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Events;

internal sealed class StepKeyJsonConverter : KeyJsonConverter<StepKey>
{
    protected override StepKey Make(string text) => new(text);
}
