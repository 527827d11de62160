namespace Wallstreet.Delta.Transactions;

/// <summary>Why a change cannot follow a commit that another writer landed first.</summary>
public enum ConflictRule
{
    /// <summary>The other commit changed the table's protocol.</summary>
    ProtocolChanged,

    /// <summary>The other commit changed the table's metadata, such as schema or properties.</summary>
    MetadataChanged,

    /// <summary>The other commit added files that this change should have read.</summary>
    ConcurrentAppend,

    /// <summary>The other commit removed files that this change read.</summary>
    ConcurrentDeleteRead,

    /// <summary>The other commit removed files that this change removes too.</summary>
    ConcurrentDeleteDelete,

    /// <summary>The other commit recorded the same application id.</summary>
    ConcurrentTransaction,

    /// <summary>Other writers were faster as often as this change may try.</summary>
    RetriesExhausted,
}
