using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Events;

/// <summary>The stable names of the event types, as <see cref="RunEvent" /> declares them for JSON.</summary>
public static class RunEventTypes
{
    private static readonly FrozenDictionary<Type, string> s_names = typeof(RunEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
        .ToFrozenDictionary(a => a.DerivedType, a => (string)a.TypeDiscriminator!);

    private static readonly FrozenDictionary<string, Type> s_types =
        s_names.ToFrozenDictionary(p => p.Value, p => p.Key, StringComparer.Ordinal);

    /// <summary>The names of all event types of this version.</summary>
    public static IReadOnlyCollection<string> Names => s_types.Keys;

    /// <summary>The names of the events that end a run.</summary>
    public static IReadOnlyList<string> RunEnds { get; } =
        [GetName(typeof(RunSucceeded)), GetName(typeof(RunFailed)), GetName(typeof(RunCanceled)), GetName(typeof(RunInterrupted))];

    /// <summary>The name of an event type.</summary>
    /// <typeparam name="T">The event type.</typeparam>
    /// <returns>The name, for example <c>step_started</c>.</returns>
    public static string GetName<T>() where T : RunEvent => GetName(typeof(T));

    internal static string GetName(Type type) =>
        s_names.TryGetValue(type, out string? name)
            ? name
            : throw new ArgumentException($"{type.Name} is not an event type; declare it on RunEvent.", nameof(type));

    internal static Type? FindType(string name) => s_types.GetValueOrDefault(name);
}
