using Wallstreet.Orchestration.Assets;

namespace Wallstreet.Cli.Runs;

/// <summary>How far a run is with one asset.</summary>
/// <param name="key">The asset.</param>
/// <param name="total">How many steps the run has for it.</param>
internal sealed class AssetProgress(AssetKey key, int total)
{
    public AssetKey Key => key;

    public int Total => total;

    public int Succeeded { get; set; }

    public int Failed { get; set; }

    public int Skipped { get; set; }

    public long? Rows { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Done => Succeeded + Failed + Skipped;

    public bool IsDone => Done >= total;

    /// <summary>In one word how it ended, or that it has not.</summary>
    public string Outcome => this switch
    {
        { Failed: > 0 } => "failed",
        { IsDone: false } => "running",
        { Succeeded: 0 } => "skipped",
        _ => "succeeded",
    };
}
