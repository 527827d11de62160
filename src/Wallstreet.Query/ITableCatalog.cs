using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query;

/// <summary>Finds tables by their dotted names. Names differ in more than case. Members may be called concurrently.</summary>
public interface ITableCatalog
{
    /// <summary>The table of a name; <see langword="null"/> if there is none.</summary>
    /// <param name="dottedName">The name: <c>silver.daily_bars</c>.</param>
    /// <param name="cancellationToken">Gives the search up.</param>
    ValueTask<DeltaTable?> FindTableAsync(string dottedName, CancellationToken cancellationToken);

    /// <summary>The store in which a table of this name lies or would lie; a new table is made there.</summary>
    /// <param name="dottedName">The name: <c>silver.daily_bars</c>.</param>
    IObjectStore OpenStore(string dottedName);

    /// <summary>The names of all tables.</summary>
    /// <param name="cancellationToken">Ends the listing.</param>
    IAsyncEnumerable<string> ListTablesAsync(CancellationToken cancellationToken);
}
