namespace Wallstreet.Lakehouse.Import;

/// <summary>What an import does with the rows that the table holds.</summary>
public enum ImportMode
{
    /// <summary>They stay; a file that the table holds already is refused unless that is forced.</summary>
    Append,

    /// <summary>They all go, and the table gets the columns of the files.</summary>
    Overwrite,

    /// <summary>Those with the keys of a new row are replaced by it.</summary>
    Merge,
}
