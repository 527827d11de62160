using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Snapshots;

namespace Wallstreet.Delta.Transactions;

/// <summary>When and how rows get ids. Protocol section "Row Tracking".</summary>
internal static class RowTracking
{
    /// <summary>The domain that holds the highest id that was given out.</summary>
    public const string Domain = "delta.rowTracking";

    /// <summary>The commit's tag that says whether rows that were moved kept their ids.</summary>
    public const string PreservedTag = "delta.rowTracking.preserved";

    private const string HighWaterMark = "rowIdHighWaterMark";

    /// <summary>Whether files that are added get row ids.</summary>
    public static bool IsAssigned(Protocol protocol, Metadata metadata) =>
        protocol.HasWriterFeature(TableFeatures.RowTracking) && !metadata.IsEnabled("delta.rowTrackingSuspended");

    /// <summary>Gives a table that turns row tracking on the names of its hidden columns, which stay for good.</summary>
    public static Metadata WithColumns(Metadata metadata) =>
        !metadata.HasRowTracking || (metadata.RowIdColumn is not null && metadata.RowCommitVersionColumn is not null)
            ? metadata
            : metadata.WithProperties(
                ("delta.rowTracking.materializedRowIdColumnName", metadata.RowIdColumn ?? $"_row-id-col-{Guid.NewGuid()}"),
                (
                    "delta.rowTracking.materializedRowCommitVersionColumnName",
                    metadata.RowCommitVersionColumn ?? $"_row-commit-version-col-{Guid.NewGuid()}"));

    /// <summary>Refuses to move rows of a table that tracks them and, as its writer left it, has no columns in which they
    /// keep their ids.</summary>
    /// <exception cref="UnsupportedFeatureException">There are no such columns.</exception>
    public static void RequireColumns(Metadata metadata)
    {
        if (metadata.HasRowTracking && (metadata.RowIdColumn is null || metadata.RowCommitVersionColumn is null))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.RowTracking,
                "The table keeps the ids of its rows (rowTracking), and its properties name no columns in which rows that move keep "
                + "them (delta.rowTracking.materializedRowIdColumnName and materializedRowCommitVersionColumnName), so they would be "
                + "lost. Set delta.enableRowTracking to false and to true again, which names them.");
        }
    }

    /// <summary>The highest row id that was given out; -1 if none was.</summary>
    /// <exception cref="DeltaLogException">The log says it in a way that cannot be read.</exception>
    public static long FindHighWaterMark(TableState? state)
    {
        if (state is null || !state.Domains.TryGetValue(Domain, out DomainMetadata? domain))
        {
            return -1;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(domain.Configuration);
            return document.RootElement.GetProperty(HighWaterMark).GetInt64();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException
            or KeyNotFoundException)
        {
            throw new DeltaLogException(
                $"The table's domain {Domain} is '{domain.Configuration}', which names no {HighWaterMark}: new rows cannot "
                + "get ids of their own. Restore a version before it.",
                exception);
        }
    }

    public static DomainMetadata ToDomain(long highWaterMark) => new(
        Domain, string.Create(CultureInfo.InvariantCulture, $"{{\"{HighWaterMark}\":{highWaterMark}}}"), false);
}
