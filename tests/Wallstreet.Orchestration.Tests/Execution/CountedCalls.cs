using System.Collections.Concurrent;
using System.Reflection;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Tests.Execution;

/// <summary>Counts the calls of a log by their names.</summary>
#pragma warning disable CA1852 // The proxy is a class that is derived from this one while the program runs.
internal class CountedCalls : DispatchProxy
#pragma warning restore CA1852
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private IEventLog? _inner;

    public static (IEventLog Log, CountedCalls Calls) Of(IEventLog inner)
    {
        IEventLog log = Create<IEventLog, CountedCalls>();
        var calls = (CountedCalls)log;
        calls._inner = inner;
        return (log, calls);
    }

    public int Count(string method) => _counts.GetValueOrDefault(method);

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _counts.AddOrUpdate(targetMethod!.Name, 1, static (_, count) => count + 1);
        return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
