using System.Reflection;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Partitions;

namespace Wallstreet.Orchestration.Authoring;

/// <summary>Names the partitions of an asset: a static property or field of a class.</summary>
/// <param name="type">The class.</param>
/// <param name="member">The static property or field of type <see cref="PartitionsDefinition"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class PartitionedByAttribute(Type type, string member) : Attribute
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The class.</summary>
    public Type Type { get; } = type;

    /// <summary>The static property or field.</summary>
    public string Member { get; } = member;

    internal PartitionsDefinition Resolve(string subject)
    {
        object? value = Type.GetProperty(Member, Statics)?.GetValue(null) ?? Type.GetField(Member, Statics)?.GetValue(null);
        return value as PartitionsDefinition ?? throw new InvalidAssetException(
            subject, $"Its partitions are {Type.Name}.{Member}, which is no static {nameof(PartitionsDefinition)}. Correct the name.");
    }
}
