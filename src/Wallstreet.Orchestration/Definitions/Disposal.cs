namespace Wallstreet.Orchestration.Definitions;

/// <summary>Disposes of what may or may not need it.</summary>
internal static class Disposal
{
    /// <summary>Disposes of an instance, the asynchronous way if it has one.</summary>
    public static async ValueTask DisposeAsync(object? instance)
    {
        switch (instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync().ConfigureAwait(false);
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
            default:
                break;
        }
    }
}
