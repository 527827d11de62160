using System.Runtime.CompilerServices;
using Wallstreet.Storage;

namespace TestKit;

/// <summary>A store in which things go wrong as planned. What took effect is in the inner store.</summary>
public sealed class FaultyObjectStore(IObjectStore inner, FaultPlan plan) : IObjectStore
{
    private volatile bool _crashed;

    public Uri Location => inner.Location;

    /// <summary>Whether a planned crash has happened.</summary>
    public bool HasCrashed => _crashed;

    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await RunAsync(StoreCall.Put, key, () => DoAsync(inner.PutAsync(key, content, cancellationToken)), cancellationToken);

    public async ValueTask<bool> TryPutIfAbsentAsync(
        string key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        await RunAsync(
            StoreCall.TryPutIfAbsent, key, () => inner.TryPutIfAbsentAsync(key, content, cancellationToken), cancellationToken);

    public async ValueTask PutFileAsync(string key, string localPath, CancellationToken cancellationToken) =>
        await RunAsync(
            StoreCall.PutFile, key, () => DoAsync(inner.PutFileAsync(key, localPath, cancellationToken)), cancellationToken);

    public async ValueTask<byte[]> GetAsync(string key, CancellationToken cancellationToken) =>
        await RunAsync(StoreCall.Get, key, () => inner.GetAsync(key, cancellationToken), cancellationToken);

    public async ValueTask<byte[]> GetRangeAsync(
        string key, long offset, int length, CancellationToken cancellationToken) =>
        await RunAsync(
            StoreCall.GetRange, key, () => inner.GetRangeAsync(key, offset, length, cancellationToken), cancellationToken);

    public async ValueTask<ObjectHead?> FindHeadAsync(string key, CancellationToken cancellationToken) =>
        await RunAsync(StoreCall.FindHead, key, () => inner.FindHeadAsync(key, cancellationToken), cancellationToken);

    public async ValueTask DeleteAsync(string key, CancellationToken cancellationToken) =>
        await RunAsync(StoreCall.Delete, key, () => DoAsync(inner.DeleteAsync(key, cancellationToken)), cancellationToken);

    public async IAsyncEnumerable<ObjectHead> ListAsync(
        string prefix, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<ObjectHead> heads = await RunAsync(
            StoreCall.List,
            prefix,
            () => inner.ListAsync(prefix, afterKey, cancellationToken).ToListAsync(cancellationToken),
            cancellationToken);
        foreach (ObjectHead head in heads)
        {
            yield return head;
        }
    }

    public string? FindLocalPath(string key) => inner.FindLocalPath(key);

    public IObjectStore? FindStore(Uri location) => inner.FindStore(location);

    private static async ValueTask<bool> DoAsync(ValueTask task)
    {
        await task;
        return true;
    }

    private async ValueTask<T> RunAsync<T>(
        StoreCall call, string key, Func<ValueTask<T>> act, CancellationToken cancellationToken)
    {
        ThrowIfCrashed(call, key);
        if (plan.Delay > TimeSpan.Zero)
        {
            await Task.Delay(plan.Delay, plan.Time, cancellationToken);
        }

        Fault fault = plan.Next(call, key);
        if (fault is Fault.FailBefore)
        {
            throw Unavailable(call, key);
        }

        if (fault is Fault.CrashBefore)
        {
            _crashed = true;
        }

        ThrowIfCrashed(call, key);
        T result;
        try
        {
            result = await act();
        }
        catch (ObjectStoreException) when (fault is Fault.CrashAfter)
        {
            // A refusal is an answer too: the caller dies before it hears it.
            _crashed = true;
            throw new SimulatedCrashException($"Injected: the process died at {call} of '{key}'.");
        }

        switch (fault)
        {
            case Fault.FailAfter:
                throw Unavailable(call, key);
            case Fault.DenyAfter when result is bool:
                return (T)(object)false;
            case Fault.CrashAfter:
                _crashed = true;
                ThrowIfCrashed(call, key);
                break;
            default:
                break;
        }

        return result;
    }

    private static ObjectStoreUnavailableException Unavailable(StoreCall call, string key) =>
        new($"Injected: {call} of '{key}' got no answer.");

    private void ThrowIfCrashed(StoreCall call, string key)
    {
        if (_crashed)
        {
            throw new SimulatedCrashException($"Injected: the process died at {call} of '{key}'.");
        }
    }
}
