using System.Reflection;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>Finds classes and methods marked as assets and checks.</summary>
public static class AssetDiscovery
{
    private const BindingFlags Methods = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Adds the assets and checks of the assembly in which a class is.</summary>
    /// <typeparam name="T">The class.</typeparam>
    /// <exception cref="InvalidAssetException">Something is marked that cannot be an asset or a check.</exception>
    public static AssetGraphBuilder AddFromAssembly<T>(this AssetGraphBuilder builder) =>
        builder.AddFromAssembly(typeof(T).Assembly);

    /// <summary>Adds the assets and checks of an assembly.</summary>
    /// <exception cref="InvalidAssetException">Something is marked that cannot be an asset or a check.</exception>
    public static AssetGraphBuilder AddFromAssembly(this AssetGraphBuilder builder, Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        foreach (Type type in assembly.GetTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            builder.AddFromType(type);
        }

        return builder;
    }

    /// <summary>Adds a class marked as an asset, and the methods of a class marked as assets or checks.</summary>
    /// <exception cref="InvalidAssetException">Something is marked that cannot be an asset or a check.</exception>
    public static AssetGraphBuilder AddFromType(this AssetGraphBuilder builder, Type type)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(type);
        AssetAttribute? marked = type.GetCustomAttribute<AssetAttribute>();
        MethodInfo[] methods = type.GetMethods(Methods);
        if (marked is not null)
        {
            builder.Add(Define(marked, type, FindMaterialize(type, methods), $"The class {type.FullName}"));
        }

        foreach (MethodInfo method in methods)
        {
            string subject = $"The method {type.FullName}.{method.Name}";
            if (method.GetCustomAttribute<AssetAttribute>() is { } asset)
            {
                builder.Add(method.IsStatic
                    ? Define(asset, method, method, subject)
                    : throw new InvalidAssetException(subject, "It is not static. Make it static, or mark its class."));
            }

            if (method.GetCustomAttribute<CheckAttribute>() is { } check)
            {
                builder.AddCheck(FindCheckedAsset(check, marked, type, method, subject), Define(check, method, subject));
            }
        }

        return builder;
    }

    private static MethodInfo FindMaterialize(Type type, MethodInfo[] methods)
    {
        MethodInfo[] found = [.. methods.Where(method => method.Name is "MaterializeAsync" or "Materialize")];
        return found.Length == 1 && !type.IsGenericTypeDefinition
            ? found[0]
            : throw new InvalidAssetException(
                $"The class {type.FullName}",
                $"It has {found.Length} methods named MaterializeAsync or Materialize; it needs exactly one, and no type parameters.");
    }

    private static AssetDefinition Define(AssetAttribute asset, MemberInfo member, MethodInfo method, string subject)
    {
        BoundMethod<AssetContext> bound = new(method, AssetParameters.BindAsset, static context => context.Services);
        UpstreamAttribute[] upstreams =
        [
            .. member.GetCustomAttributes().OfType<UpstreamAttribute>(),
            .. ReferenceEquals(member, method) ? [] : method.GetCustomAttributes().OfType<UpstreamAttribute>(),
            .. method.GetParameters().SelectMany(parameter => parameter.GetCustomAttributes().OfType<UpstreamAttribute>()),
        ];
        AssetDefinition definition = new()
        {
            Key = KeyOf(asset, member.Name, subject),
            Compute = context => bound.InvokeAsync(context, context.DisposeAtEnd),
            Description = asset.Description,
            Kinds = asset.Kinds,
            Owners = asset.Owners,
            Tags = asset.Tags.Select(tag => tag.Split('=', 2)).ToDictionary(
                parts => parts[0].Trim(), parts => parts.Length == 2 ? parts[1].Trim() : "", StringComparer.Ordinal),
            Upstreams = [.. upstreams.Select(upstream => upstream.ToDependency()).Distinct()],
            Partitions = member.GetCustomAttribute<PartitionedByAttribute>()?.Resolve(subject),
            CodeVersion = asset.CodeVersion,
            Retry = RetryPolicy.Retries(asset.Retries),
            Timeout = asset.TimeoutSeconds > 0 ? TimeSpan.FromSeconds(asset.TimeoutSeconds) : null,
            Isolation = asset.Isolation,
            Batch = new BatchPolicy(asset.PartitionsPerStepMax),
            Pools = asset.Pools,
            Source = asset.File.Length == 0 ? null : new SourceLocation(asset.File, asset.Line, "csharp"),
        };
        definition = asset.Group is { } group ? definition with { Group = group } : definition;
        return member.GetCustomAttributes().OfType<AssetAnnotationAttribute>()
            .Aggregate(definition, static (annotated, annotation) => annotation.ApplyTo(annotated));
    }

    private static AssetKey KeyOf(AssetAttribute asset, string name, string subject)
    {
        try
        {
            return asset.KeyFor(name);
        }
        catch (InvalidAssetKeyException error)
        {
            throw new InvalidAssetException(subject, error.Message);
        }
    }

    private static AssetKey FindCheckedAsset(
        CheckAttribute check, AssetAttribute? marked, Type type, MethodInfo method, string subject)
    {
        if (check.Asset is { } key)
        {
            return method.IsStatic
                ? new AssetKey(key)
                : throw new InvalidAssetException(subject, "It is a check that names its asset but is not static. Make it static.");
        }

        return marked?.KeyFor(type.Name) ?? throw new InvalidAssetException(
            subject, "It is marked [Check], but its class is no asset. Name the asset: [Check(Asset = \"silver/daily_bars\")].");
    }

    private static AssetCheckDefinition Define(CheckAttribute check, MethodInfo method, string subject)
    {
        BoundMethod<AssetCheckContext> bound = new(method, AssetParameters.BindCheck, static context => context.Services);
        return new AssetCheckDefinition(check.Name ?? new AssetAttribute().KeyFor(method.Name).Path, CallAsync)
        {
            Description = check.Description,
            Severity = check.Severity,
            Blocking = check.Blocking,
        };

        async ValueTask<AssetCheckResult> CallAsync(AssetCheckContext context)
        {
            object? instance = null;
            try
            {
                return await bound.InvokeAsync(context, made => instance = made).ConfigureAwait(false) switch
                {
                    AssetCheckResult result => result,
                    bool passed => new AssetCheckResult(passed),
                    var other => throw new InvalidAssetException(
                        subject, $"As a check it returned {other?.GetType().Name ?? "nothing"}. Return AssetCheckResult or bool."),
                };
            }
            finally
            {
                await Disposal.DisposeAsync(instance).ConfigureAwait(false);
            }
        }
    }
}
