namespace Wallstreet.Orchestration.Tests.Workers;

/// <summary>Gives some bytes and then waits, as the pipe of a living process does.</summary>
internal sealed class HeldStream(byte[] content) : MemoryStream(content)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = await base.ReadAsync(buffer, cancellationToken);
        if (read == 0)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return read;
    }
}
