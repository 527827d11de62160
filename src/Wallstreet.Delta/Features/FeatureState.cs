namespace Wallstreet.Delta.Features;

/// <summary>A feature that a table has.</summary>
/// <param name="Name">Its name in the protocol.</param>
/// <param name="ForReaders">Whether readers must know it too.</param>
/// <param name="Use">What in the table makes use of it; <see langword="null"/> if nothing does.</param>
public sealed record FeatureState(string Name, bool ForReaders, string? Use);
