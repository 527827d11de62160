using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Planning;

namespace Wallstreet.Cli.Runs;

/// <summary>How far a run is, asset by asset, as its events tell.</summary>
internal sealed class RunProgress
{
    private readonly Dictionary<AssetKey, AssetProgress> _assets;
    private readonly List<StepFailed> _failures = [];

    /// <summary>Begins with a plan; nothing of it is done.</summary>
    public RunProgress(RunPlan plan) => _assets = plan.Steps
        .GroupBy(static step => step.Asset.Key)
        .ToDictionary(static steps => steps.Key, static steps => new AssetProgress(steps.Key, steps.Count()));

    public IReadOnlyCollection<AssetProgress> Assets => _assets.Values;

    public IReadOnlyList<StepFailed> Failures => _failures;

    /// <summary>Learns from an event.</summary>
    /// <returns>The asset whose progress changed, or null.</returns>
    public AssetProgress? Apply(RunEvent runEvent)
    {
        if (runEvent.AssetKey is not { } key || !_assets.TryGetValue(key, out AssetProgress? asset))
        {
            return null;
        }

        switch (runEvent)
        {
            case StepStarted:
                asset.StartedAt ??= runEvent.Timestamp;
                break;
            case StepProgressed progress:
                asset.Message = progress.Message;
                break;
            case AssetMaterialized made when MaterializationFacts.FindRows(made) is { } rows:
                asset.Rows = (asset.Rows ?? 0) + rows;
                break;
            case StepSucceeded:
                asset.Succeeded++;
                break;
            case StepFailed failed:
                asset.Failed++;
                _failures.Add(failed);
                break;
            case StepSkipped:
                asset.Skipped++;
                break;
            default:
                return null;
        }

        asset.EndedAt = asset.IsDone ? runEvent.Timestamp : null;
        return asset;
    }
}
