using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Events;

/// <summary>The stable names of the event types, as <see cref="RunEvent" /> declares them for JSON.</summary>
public static class RunEventTypes
{
    private static readonly FrozenDictionary<Type, string> _names = typeof(RunEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
        .ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    private static readonly FrozenDictionary<string, Type> _types =
        _names.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>The names of all event types of this version.</summary>
    public static IReadOnlyCollection<string> Names => _types.Keys;

    /// <summary>The names of the events that end a run.</summary>
    public static IReadOnlyList<string> RunEnds { get; } =
        [GetName<RunSucceeded>(), GetName<RunFailed>(), GetName<RunCanceled>(), GetName<RunInterrupted>()];

    /// <summary>The name of an event type.</summary>
    /// <typeparam name="T">The event type.</typeparam>
    /// <returns>The name, for example <c>step_started</c>.</returns>
    public static string GetName<T>() where T : RunEvent => GetName(typeof(T));

    internal static string GetName(Type type) =>
        _names.TryGetValue(type, out string? name)
            ? name
            : throw new ArgumentException($"{type.Name} is not an event type; declare it on RunEvent.", nameof(type));

    internal static Type? FindType(string name) => _types.GetValueOrDefault(name);
}
