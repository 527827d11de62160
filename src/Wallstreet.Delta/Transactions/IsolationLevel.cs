using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Transactions;

/// <summary>What the order of commits promises.</summary>
internal enum IsolationLevel
{
    /// <summary>As if every operation had run alone, in the order of the history.</summary>
    Serializable,

    /// <summary>As if every write had run alone; appends that read nothing may come in between. The default.</summary>
    WriteSerializable,

    /// <summary>Only for rearranging: what is removed must still be there.</summary>
    Snapshot,
}

/// <summary>Reads the isolation level of a table.</summary>
internal static class IsolationLevels
{
    public static IsolationLevel Of(Metadata metadata) =>
        metadata.FindProperty("delta.isolationLevel")?.ToUpperInvariant() switch
        {
            null or "WRITESERIALIZABLE" => IsolationLevel.WriteSerializable,
            "SERIALIZABLE" => IsolationLevel.Serializable,
            string level => throw new UnsupportedFeatureException(
                "isolationLevel",
                $"The table's property delta.isolationLevel is '{level}'; it may be Serializable or WriteSerializable."),
        };
}
