namespace Wallstreet.Delta.Actions;

/// <summary>A named configuration. Protocol section "Domain Metadata".</summary>
/// <param name="Domain">The name; those that start with <c>delta.</c> belong to the protocol.</param>
/// <param name="Configuration">The content.</param>
/// <param name="Removed">Whether this takes the domain away.</param>
public sealed record DomainMetadata(string Domain, string Configuration, bool Removed);
