namespace Wallstreet.Delta.Actions;

/// <summary>A part of a v2 checkpoint. Protocol section "Sidecar File Information".</summary>
/// <param name="Path">The file's name in <c>_delta_log/_sidecars</c>, or a path that ends in it.</param>
/// <param name="SizeBytes">The file's size.</param>
internal sealed record SidecarFile(string Path, long SizeBytes);
