using System.Globalization;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Versions;

/// <summary>The metadata of an earlier version, with what must never go back: numbers that were given out, and when
/// in-commit timestamps and row tracking began.</summary>
internal static class RestoredMetadata
{
    private const string MaxColumnId = "delta.columnMapping.maxColumnId";
    private const string HighWaterMark = "delta.identity.highWaterMark";
    private const string IdentityStep = "delta.identity.step";

    /// <summary>Properties that describe the table's whole life and not one version.</summary>
    private static readonly string[] _lasting =
    [
        CheckpointProtection.Key,
        "delta.enableInCommitTimestamps", "delta.inCommitTimestampEnablementVersion",
        "delta.inCommitTimestampEnablementTimestamp", "delta.enableRowTracking", "delta.rowTrackingSuspended",
        "delta.rowTracking.materializedRowIdColumnName", "delta.rowTracking.materializedRowCommitVersionColumnName",
    ];

    public static Metadata Of(Metadata now, Metadata then)
    {
        Dictionary<string, string> configuration = new(then.Configuration, StringComparer.Ordinal);
        foreach (string key in _lasting)
        {
            configuration.Remove(key);
            if (now.FindProperty(key) is { } value)
            {
                configuration[key] = value;
            }
        }

        if (Math.Max(now.FindNumber(MaxColumnId) ?? 0, then.FindNumber(MaxColumnId) ?? 0) is > 0 and { } id)
        {
            configuration[MaxColumnId] = id.ToString(CultureInfo.InvariantCulture);
        }

        StructType schema = new([.. then.Schema.Fields.Select(field => Forward(field, now.Schema))]);
        Metadata restored = schema.Fields.SequenceEqual(then.Schema.Fields) ? then : then.WithSchema(schema);
        return restored with { Configuration = configuration };
    }

    /// <summary>An identity column goes on after the values that it has given out.</summary>
    private static StructField Forward(StructField then, StructType now)
    {
        if (!then.Metadata.TryGetValue(IdentityStep, out JsonElement step)
            || now.Find(then.Name)?.Metadata.TryGetValue(HighWaterMark, out JsonElement reached) is not true
            || !reached.TryGetInt64(out long mark))
        {
            return then;
        }

        bool ahead = !then.Metadata.TryGetValue(HighWaterMark, out JsonElement old) || !old.TryGetInt64(out long before)
            || (step.GetInt64() >= 0 ? mark > before : mark < before);
        return ahead
            ? then with { Metadata = new Dictionary<string, JsonElement>(then.Metadata) { [HighWaterMark] = reached } }
            : then;
    }
}
