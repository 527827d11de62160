using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>
/// Marks a class with a method <c>MaterializeAsync</c> (or <c>Materialize</c>), or a static method, as an asset. Parameters
/// are filled by type: <see cref="AssetContext"/>, <see cref="CancellationToken"/>, a logger, the partition
/// (<see cref="Partitions.PartitionKey"/>), its <see cref="Partitions.TimeWindow"/>, upstreams marked <c>[From]</c>, and
/// services of the program.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class AssetAttribute : Attribute
{
    /// <summary>Marks an asset.</summary>
    /// <param name="key">
    /// The key; null takes the name of the class or method in snake case, without a final <c>Async</c> or <c>Asset</c>.
    /// </param>
    /// <param name="file">Filled by the compiler.</param>
    /// <param name="line">Filled by the compiler.</param>
    public AssetAttribute(string? key = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        Key = key;
        File = file;
        Line = line;
    }

    /// <summary>The key; null takes the name of the class or method.</summary>
    public string? Key { get; set; }

    /// <summary>The file it is written in.</summary>
    public string File { get; }

    /// <summary>The line it is written on.</summary>
    public int Line { get; }

    /// <summary>The group it is shown in.</summary>
    public string? Group { get; set; }

    /// <summary>One or a few sentences for people; Markdown.</summary>
    public string? Description { get; set; }

    /// <summary>What it is made with; <c>csharp</c> by default.</summary>
    public string[] Kinds { get; set; } = ["csharp"];

    /// <summary>Who answers for it.</summary>
    public string[] Owners { get; set; } = [];

    /// <summary>Tags, each as <c>key=value</c> or <c>key</c>.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>Changes when the function's meaning changes.</summary>
    public string? CodeVersion { get; set; }

    /// <summary>How many more attempts there are after one that failed.</summary>
    public int Retries { get; set; }

    /// <summary>How long one attempt may take, in seconds; 0 is without a limit.</summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>Where its steps run.</summary>
    public StepIsolation Isolation { get; set; }

    /// <summary>The most partitions of one step; 1 by default, <see cref="int.MaxValue"/> makes a whole range in one.</summary>
    public int PartitionsPerStepMax { get; set; } = 1;

    /// <summary>The resource pools of which every step takes one place.</summary>
    public string[] Pools { get; set; } = [];

    /// <summary>The key of a class marked as an asset.</summary>
    /// <exception cref="InvalidAssetException">The class is not marked.</exception>
    public static AssetKey KeyOf(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        AssetAttribute attribute = type.GetCustomAttribute<AssetAttribute>()
            ?? throw new InvalidAssetException(
                $"The class {type.FullName}", "It is named as an upstream but not marked [Asset]. Mark it, or name the key.");
        return attribute.KeyFor(type.Name);
    }

    internal AssetKey KeyFor(string name) => new(Key ?? ToSnakeCase(name));

    private static string ToSnakeCase(string name)
    {
        foreach (string ending in (ReadOnlySpan<string>)["Async", "Asset"])
        {
            if (name.Length > ending.Length && name.EndsWith(ending, StringComparison.Ordinal))
            {
                name = name[..^ending.Length];
            }
        }

        StringBuilder text = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool upper = char.IsUpper(name[i]);
            bool boundary = i > 0 && upper
                && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            text.Append(boundary ? "_" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
