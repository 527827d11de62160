using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Events;

internal sealed class PartitionKeyJsonConverter : KeyJsonConverter<PartitionKey>
{
    protected override PartitionKey Make(string text) => new(text);
}
