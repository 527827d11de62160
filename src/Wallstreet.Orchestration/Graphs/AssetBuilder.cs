using System.Runtime.CompilerServices;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Graphs;

/// <summary>Says what an asset is, one thing after the other.</summary>
public sealed class AssetBuilder
{
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _metadata = new(StringComparer.Ordinal);
    private readonly List<AssetDependency> _upstreams = [];
    private readonly List<AssetCheckDefinition> _checks = [];
    private AssetDefinition _asset;

    internal AssetBuilder(AssetKey key) => _asset = new AssetDefinition { Key = key };

    /// <summary>Sets the group.</summary>
    public AssetBuilder Group(string group) => Set(_asset with { Group = group });

    /// <summary>Sets the description.</summary>
    public AssetBuilder Description(string description) => Set(_asset with { Description = description });

    /// <summary>Adds a tag.</summary>
    public AssetBuilder Tag(string key, string value = "")
    {
        _tags[key] = value;
        return this;
    }

    /// <summary>Adds a fact for whoever handles the output or shows the asset.</summary>
    public AssetBuilder Metadata(string name, object value)
    {
        _metadata[name] = value;
        return this;
    }

    /// <summary>Sets who answers for it.</summary>
    public AssetBuilder Owners(params string[] owners) => Set(_asset with { Owners = owners });

    /// <summary>Sets what it is made with.</summary>
    public AssetBuilder Kinds(params string[] kinds) => Set(_asset with { Kinds = kinds });

    /// <summary>Adds an upstream.</summary>
    /// <param name="key">The upstream asset.</param>
    /// <param name="mapping">Which of its partitions; null takes the same ones.</param>
    public AssetBuilder From(string key, PartitionMapping? mapping = null)
    {
        _upstreams.Add(new AssetDependency(new AssetKey(key), mapping));
        return this;
    }

    /// <summary>Sets the partitions, and how many of them one step makes.</summary>
    public AssetBuilder Partitions(PartitionsDefinition partitions, BatchPolicy? batch = null) =>
        Set(_asset with { Partitions = partitions, Batch = batch ?? _asset.Batch });

    /// <summary>Sets the code version.</summary>
    public AssetBuilder CodeVersion(string version) => Set(_asset with { CodeVersion = version });

    /// <summary>Sets what happens when making it fails.</summary>
    public AssetBuilder Retry(RetryPolicy policy) => Set(_asset with { Retry = policy });

    /// <summary>Sets how long one attempt may take.</summary>
    public AssetBuilder Timeout(TimeSpan timeout) => Set(_asset with { Timeout = timeout });

    /// <summary>Sets where its steps run.</summary>
    public AssetBuilder Isolation(StepIsolation isolation) => Set(_asset with { Isolation = isolation });

    /// <summary>Sets the resource pools of which every step takes one place.</summary>
    public AssetBuilder Pools(params string[] pools) => Set(_asset with { Pools = pools });

    /// <summary>Sets where it is written down.</summary>
    public AssetBuilder Source(SourceLocation source) => Set(_asset with { Source = source });

    /// <summary>Adds a check.</summary>
    public AssetBuilder Check(
        string name,
        AssetCheckFunction function,
        bool blocking = false,
        CheckSeverity severity = CheckSeverity.Error,
        string? description = null)
    {
        _checks.Add(new AssetCheckDefinition(name, function)
        {
            Blocking = blocking,
            Severity = severity,
            Description = description,
        });
        return this;
    }

    /// <summary>Sets the function that makes it.</summary>
    public AssetBuilder Compute(
        AssetFunction function, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Set(_asset with
        {
            Compute = function,
            Source = _asset.Source ?? (file.Length == 0 ? null : new SourceLocation(file, line, "csharp")),
        });

    internal AssetDefinition Build() => _asset with
    {
        Tags = _tags,
        Metadata = _metadata,
        Upstreams = _upstreams,
        Checks = _checks,
    };

    private AssetBuilder Set(AssetDefinition asset)
    {
        _asset = asset;
        return this;
    }
}
