using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;

namespace Wallstreet.Orchestration.Workers;

/// <summary>Writes events to the parent process, a line each.</summary>
internal sealed class WorkerEvents(Stream output) : IStepEvents
{
    private readonly Lock _gate = new();

    public void Post(RunEvent runEvent) => WriteLine(RunEventJson.Serialize(runEvent));

    public ValueTask AppendAsync(RunEvent runEvent, CancellationToken cancellationToken)
    {
        Post(runEvent);
        return ValueTask.CompletedTask;
    }

    public void WriteLine(ReadOnlySpan<byte> json)
    {
        lock (_gate)
        {
            output.Write(json);
            output.WriteByte((byte)'\n');
            output.Flush();
        }
    }
}
