using ParquetSharp;
using ParquetSharp.Schema;

namespace Wallstreet.Delta.Checkpoints;

/// <summary>A column or group of the schema of a checkpoint, with how rows fill the columns in it.</summary>
/// <param name="Node">The column or group.</param>
/// <param name="Leaves">Its columns in order.</param>
internal sealed record CheckpointPart(Node Node, IReadOnlyList<CheckpointLeaf> Leaves)
{
    /// <summary>A group that may be null.</summary>
    public static CheckpointPart Group(string name, params IReadOnlyCollection<CheckpointPart> parts) => new(
        new GroupNode(name, Repetition.Optional, [.. parts.Select(static part => part.Node)]),
        [.. parts.SelectMany(static part => part.Leaves)]);
}
