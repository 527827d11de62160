using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>A user's method with a plan for its parameters, its instance and its result, made once.</summary>
/// <typeparam name="TContext">The context it is called with.</typeparam>
internal sealed class BoundMethod<TContext>
{
    private readonly MethodInfo _method;
    private readonly Func<TContext, ValueTask<object?>>[] _arguments;
    private readonly Func<TContext, IServiceProvider> _services;
    private readonly ObjectFactory? _factory;

    public BoundMethod(
        MethodInfo method,
        Func<ParameterInfo, Func<TContext, ValueTask<object?>>> bind,
        Func<TContext, IServiceProvider> services)
    {
        _method = method;
        _services = services;
        _arguments = [.. method.GetParameters().Select(bind)];
        _factory = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.ReflectedType!, []);
    }

    /// <summary>Calls the method.</summary>
    /// <param name="context">What it is called with.</param>
    /// <param name="made">Told the instance that was made for the call; whoever takes it disposes of it.</param>
    public async ValueTask<object?> InvokeAsync(TContext context, Action<object> made)
    {
        object? instance = _factory?.Invoke(_services(context), null);
        if (instance is not null)
        {
            made(instance);
        }

        object?[] arguments = _arguments.Length == 0 ? [] : new object?[_arguments.Length];
        for (int i = 0; i < arguments.Length; i++)
        {
            arguments[i] = await _arguments[i](context).ConfigureAwait(false);
        }

        object? result = _method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, arguments, null);
        return await MethodResult.UnwrapAsync(result).ConfigureAwait(false);
    }
}
