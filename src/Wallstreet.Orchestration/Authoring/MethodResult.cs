using System.Collections.Concurrent;
using System.Reflection;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>Awaits what a user's method returned, whatever kind of task it is.</summary>
internal static class MethodResult
{
    private static readonly ConcurrentDictionary<Type, Func<object, ValueTask<object?>>?> _unwrappers = new();

    /// <summary>The result of a task, null for a task without one, and anything else as it is.</summary>
    public static ValueTask<object?> UnwrapAsync(object? result)
    {
        if (result is null)
        {
            return default;
        }

        return _unwrappers.GetOrAdd(result.GetType(), FindUnwrapper) is { } unwrap
            ? unwrap(result)
            : new ValueTask<object?>(result);
    }

    private static Func<object, ValueTask<object?>>? FindUnwrapper(Type type)
    {
        if (type == typeof(ValueTask))
        {
            return static async task =>
            {
                await ((ValueTask)task).ConfigureAwait(false);
                return null;
            };
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            return Make(nameof(AwaitValueTaskAsync), type.GenericTypeArguments[0]);
        }

        if (!type.IsAssignableTo(typeof(Task)))
        {
            return null;
        }

        for (Type? task = type; task is not null; task = task.BaseType)
        {
            // A task without a result is, inside, a task of a hidden type.
            if (task.IsGenericType && task.GetGenericTypeDefinition() == typeof(Task<>) && task.GenericTypeArguments[0].IsVisible)
            {
                return Make(nameof(AwaitTaskAsync), task.GenericTypeArguments[0]);
            }
        }

        return static async task =>
        {
            await ((Task)task).ConfigureAwait(false);
            return null;
        };
    }

    private static Func<object, ValueTask<object?>> Make(string method, Type result) =>
        typeof(MethodResult).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(result).CreateDelegate<Func<object, ValueTask<object?>>>();

    private static async ValueTask<object?> AwaitTaskAsync<T>(object task) => await ((Task<T>)task).ConfigureAwait(false);

    private static async ValueTask<object?> AwaitValueTaskAsync<T>(object task) =>
        await ((ValueTask<T>)task).ConfigureAwait(false);
}
