using TestKit;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>The store of one life of one writer: each call takes its turn, and may go wrong.</summary>
internal sealed class SimulatedStore : IObjectStore
{
    private readonly FaultyObjectStore _inner;
    private readonly Simulation _simulation;

    public SimulatedStore(IObjectStore inner, Simulation simulation)
    {
        _inner = new FaultyObjectStore(
            inner, new FaultPlan((_, call, _) => IsLive ? simulation.Next(call) : Fault.None));
        _simulation = simulation;
    }

    /// <summary>Whether calls take turns and go wrong; a table is opened before.</summary>
    public bool IsLive { get; set; }

    public Uri Location => _inner.Location;

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        await _inner.PutAsync(key, content, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        return await _inner.TryPutIfAbsentAsync(key, content, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        await _inner.PutFileAsync(key, localPath, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        return await _inner.GetAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<byte[]> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        return await _inner.GetRangeAsync(key, offset, length, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        return await _inner.FindHeadAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken)
    {
        await WaitAsync().ConfigureAwait(false);
        await _inner.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, CancellationToken cancellationToken) =>
        _inner.ListAsync(prefix, afterKey, cancellationToken);

    public string? FindLocalPath(string key) => _inner.FindLocalPath(key);

    private Task WaitAsync() => IsLive ? _simulation.WaitAsync() : Task.CompletedTask;
}
