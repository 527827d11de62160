using System.Runtime.CompilerServices;
using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query;

/// <summary>A catalog in which <c>silver.daily_bars</c> is the table in the folder <c>silver/daily_bars/</c> of a store.</summary>
/// <param name="store">The store of the whole lake.</param>
public sealed class FolderCatalog(IObjectStore store) : ITableCatalog
{
    private const string LogFolder = "/_delta_log/";

    /// <inheritdoc />
    public async ValueTask<DeltaTable?> FindTableAsync(string dottedName, CancellationToken cancellationToken)
    {
        IObjectStore table;
        try
        {
            table = OpenStore(dottedName);
        }
        catch (InvalidObjectKeyException)
        {
            // What can be no folder is the name of no table.
            return null;
        }

        return await DeltaTable.TryOpenAsync(table, null, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public IObjectStore OpenStore(string dottedName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dottedName);
        return store.Under(dottedName.Replace('.', '/') + "/");
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<string> ListTablesAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (ObjectHead head in store.ListAsync("", null, cancellationToken).ConfigureAwait(false))
        {
            int end = head.Key.IndexOf(LogFolder, StringComparison.Ordinal);
            if (end > 0 && head.Key[..end] is var folder && folder != last)
            {
                last = folder;
                yield return folder.Replace('/', '.');
            }
        }
    }
}
