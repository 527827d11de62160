using System.Collections.Concurrent;

namespace TestKit;

/// <summary>
/// What the tests of a process share: servers, readers, folders. It ends after the last test, as a fixture of each test
/// assembly (<c>tests/Directory.Build.targets</c>); where that does not come, with the process.
/// </summary>
/// <remarks>When the process has begun to end is too late: xunit allows a second for it, and a server takes longer.</remarks>
public sealed class SharedThings : IDisposable
{
    private static readonly ConcurrentStack<IDisposable> _things = new();

    static SharedThings() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => End();

    /// <summary>Takes something that ends after the last test.</summary>
    public static T Keep<T>(T thing)
        where T : IDisposable
    {
        _things.Push(thing);
        return thing;
    }

    public void Dispose() => End();

    private static void End()
    {
        while (_things.TryPop(out IDisposable? thing))
        {
            thing.Dispose();
        }
    }
}
