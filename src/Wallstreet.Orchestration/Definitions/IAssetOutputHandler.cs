namespace Wallstreet.Orchestration.Definitions;

/// <summary>
/// Keeps what an asset's function returned. When it has returned, the output is durable; when it failed or was canceled,
/// either nothing is kept or the step can be repeated without harm.
/// </summary>
public interface IAssetOutputHandler
{
    /// <summary>Keeps an output.</summary>
    /// <param name="context">The context of the function that returned it.</param>
    /// <param name="output">What it returned; null is nothing to keep.</param>
    /// <param name="cancellationToken">Stops the attempt.</param>
    ValueTask<OutputReceipt> HandleAsync(AssetContext context, object? output, CancellationToken cancellationToken);
}
