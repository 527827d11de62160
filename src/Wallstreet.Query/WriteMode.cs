namespace Wallstreet.Query;

/// <summary>What happens to the rows that a table holds already.</summary>
public enum WriteMode
{
    /// <summary>They stay; the new rows are added.</summary>
    Append,

    /// <summary>They all go.</summary>
    Overwrite,

    /// <summary>Those that satisfy <see cref="WriteQuery.ReplaceWhere"/> go; every new row must satisfy it.</summary>
    ReplaceWhere,

    /// <summary>Those in the partitions of new rows go (dynamic partition overwrite); other partitions stay.</summary>
    OverwritePartitions,

    /// <summary>Those with the keys of a new row are replaced by it; new rows with other keys are added.</summary>
    Merge,
}
