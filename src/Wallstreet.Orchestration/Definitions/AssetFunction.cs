namespace Wallstreet.Orchestration.Definitions;

/// <summary>
/// Makes an asset, or some of its partitions. What it returns is handed to <see cref="IAssetOutputHandler"/>. It is called
/// again when it fails and a retry is due, so it must be safe to repeat.
/// </summary>
/// <param name="context">What to make and what with.</param>
public delegate ValueTask<object?> AssetFunction(AssetContext context);
