using Wallstreet.Query.Commands.Expressions;

namespace Wallstreet.Query.Statements;

/// <summary>The table that a writing statement names: by its dotted name, or by its location.</summary>
/// <param name="Dotted">The name; <see langword="null"/> for a location.</param>
/// <param name="Location">The location; <see langword="null"/> for a name.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record TargetName(string? Dotted, string? Location, SqlPosition Place)
{
    /// <summary>As a person would say it.</summary>
    public string Display => Dotted ?? Location!;
}
