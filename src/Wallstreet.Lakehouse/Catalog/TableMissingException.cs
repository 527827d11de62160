namespace Wallstreet.Lakehouse.Catalog;

/// <summary>The lake has no table of that name.</summary>
public sealed class TableMissingException : KeyNotFoundException
{
    /// <summary>Makes the error.</summary>
    /// <param name="name">The name that was asked for.</param>
    /// <param name="lake">The lake's location.</param>
    /// <param name="known">The tables that it has.</param>
    public TableMissingException(string name, string lake, IReadOnlyList<string> known)
        : base(Describe(name, lake, known)) => Name = name;

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    private static string Describe(string name, string lake, IReadOnlyList<string> known)
    {
        string has = known.Count switch
        {
            0 => "It has no table yet; \"wallstreet up\" or \"wallstreet materialize\" makes some.",
            <= 12 => $"It has {string.Join(", ", known)}.",
            _ => $"It has {known.Count} tables; \"wallstreet table list\" shows them.",
        };
        return $"The lake {lake} has no table {name}. {has} A path or address is written ./path, file:///… or s3://….";
    }
}
