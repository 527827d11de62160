using Microsoft.AspNetCore.Http;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Web.Json;

namespace Wallstreet.Web.Assets;

/// <summary>
/// Answers below <c>/api/assets/</c>. Keys have slashes, so what is asked of an asset is the last part of the address,
/// unless the whole of it is an asset's key.
/// </summary>
internal sealed class AssetHandlers(AssetGraph graph, AssetDetailReader details, PartitionReader partitions)
{
    public async Task<IResult> AnswerAsync(string path, HttpRequest request)
    {
        CancellationToken cancelled = request.HttpContext.RequestAborted;
        int slash = path.LastIndexOf('/');
        bool isAsset = slash < 0 || (AssetKey.TryParse(path, out AssetKey whole) && graph.Contains(whole));
        (string key, string question) = isAsset ? (path, "") : (path[..slash], path[(slash + 1)..]);
        return question switch
        {
            "materializations" => TypedResults.Json(
                await details.ListMaterializationsAsync(key, Number(request, "limit"), request.Query["partition"], cancelled).ConfigureAwait(false),
                WebJsonContext.Default.IReadOnlyListMaterializationAnswer),
            "partitions" => TypedResults.Json(
                await partitions.ListAsync(key, request.Query["after"], Number(request, "limit"), cancelled).ConfigureAwait(false),
                WebJsonContext.Default.PartitionsAnswer),
            "checks" => TypedResults.Json(
                await details.ListChecksAsync(key, cancelled).ConfigureAwait(false), WebJsonContext.Default.IReadOnlyListCheckAnswer),
            "metadata-series" => TypedResults.Json(
                await details.ReadSeriesAsync(key, request.Query["name"].FirstOrDefault() ?? "rows", cancelled).ConfigureAwait(false),
                WebJsonContext.Default.IReadOnlyListMetadataPointAnswer),
            _ => TypedResults.Json(await details.GetAsync(path, cancelled).ConfigureAwait(false), WebJsonContext.Default.AssetDetail),
        };
    }

    private static int? Number(HttpRequest request, string name) => request.Query[name].FirstOrDefault() is not { Length: > 0 } text ? null
        : int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) ? number
        : throw Problems.ApiException.BadRequest($"'{text}' is not a {name}.", "Give a whole number.");
}
