using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>Decides, once for each parameter, where its value comes from.</summary>
internal static class AssetParameters
{
    /// <summary>Where the value of a parameter of an asset's method comes from.</summary>
    public static Func<AssetContext, ValueTask<object?>> BindAsset(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttributes().OfType<UpstreamAttribute>().FirstOrDefault() is { } upstream)
        {
            return BindUpstream(parameter, upstream.Key);
        }

        Type type = parameter.ParameterType;
        Func<AssetContext, object?> value = type switch
        {
            _ when type == typeof(AssetContext) => static context => context,
            _ when type == typeof(CancellationToken) => static context => context.CancellationToken,
            _ when type == typeof(ILogger) => static context => context.Logger,
            _ when type == typeof(TimeProvider) => static context => context.Time,
            _ when type == typeof(IServiceProvider) => static context => context.Services,
            _ when type == typeof(PartitionKey?) => static context => context.Partition,
            _ when type == typeof(PartitionKey) => context => context.Partition ?? throw NotOnePartition(parameter),
            _ when type == typeof(IReadOnlyList<PartitionKey>) => static context => context.Partitions,
            _ when type == typeof(TimeWindow?) => static context => context.Window,
            _ when type == typeof(TimeWindow) => context => context.Window ?? throw NoWindow(parameter),
            _ => context => GetService(parameter, context.Services),
        };
        return context => new ValueTask<object?>(value(context));
    }

    /// <summary>Where the value of a parameter of a check's method comes from.</summary>
    public static Func<AssetCheckContext, ValueTask<object?>> BindCheck(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        Func<AssetCheckContext, object?> value = type switch
        {
            _ when type == typeof(AssetCheckContext) => static context => context,
            _ when type == typeof(CancellationToken) => static context => context.CancellationToken,
            _ when type == typeof(ILogger) => static context => context.Logger,
            _ when type == typeof(TimeProvider) => static context => context.Time,
            _ when type == typeof(IServiceProvider) => static context => context.Services,
            _ when type == typeof(IReadOnlyList<PartitionKey>) => static context => context.Partitions,
            _ when type == typeof(TimeWindow?) => static context => context.Window,
            _ => context => GetService(parameter, context.Services),
        };
        return context => new ValueTask<object?>(value(context));
    }

    private static Func<AssetContext, ValueTask<object?>> BindUpstream(ParameterInfo parameter, AssetKey key)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(AssetKey))
        {
            return _ => new ValueTask<object?>(key);
        }

        if (type == typeof(UpstreamFact))
        {
            return context => new ValueTask<object?>(context.Upstreams.GetValueOrDefault(key) ?? new UpstreamFact(key));
        }

        return context =>
        {
            IAssetInputHandler handler = context.Services.GetServices<IAssetInputHandler>().FirstOrDefault(h => h.CanLoad(type))
                ?? throw Fail(
                    parameter,
                    $"Nothing loads the asset \"{key}\" as {type.Name}. Take it as {nameof(UpstreamFact)}, or register an {nameof(IAssetInputHandler)}.");
            return handler.LoadAsync(context, key, type, context.CancellationToken);
        };
    }

    private static object? GetService(ParameterInfo parameter, IServiceProvider services) =>
        services.GetService(parameter.ParameterType)
        ?? (parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw Fail(parameter, $"There is no service of type {parameter.ParameterType}. Register it, or mark the parameter [From]."));

    private static AssetBindingException NotOnePartition(ParameterInfo parameter) => Fail(
        parameter, "The step does not make exactly one partition. Take IReadOnlyList<PartitionKey>, or make one partition a step.");

    private static AssetBindingException NoWindow(ParameterInfo parameter) =>
        Fail(parameter, "The asset's partitions have no time. Give it partitions in time, or take TimeWindow?.");

    private static AssetBindingException Fail(ParameterInfo parameter, string fault) =>
        new($"{parameter.Member.DeclaringType?.Name}.{parameter.Member.Name}", parameter.Name ?? "", fault);
}
