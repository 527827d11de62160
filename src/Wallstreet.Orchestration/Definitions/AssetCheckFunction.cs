using Wallstreet.Orchestration.Checks;

namespace Wallstreet.Orchestration.Definitions;

/// <summary>Looks at an asset that has been made. It changes nothing.</summary>
/// <param name="context">What to look at and what with.</param>
public delegate ValueTask<AssetCheckResult> AssetCheckFunction(AssetCheckContext context);
