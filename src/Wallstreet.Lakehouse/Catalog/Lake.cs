using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Wallstreet.Delta;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Lakehouse.Catalog;

/// <summary>
/// The tables of a lake by name. The asset <c>silver/daily_bars</c>, the table <c>silver.daily_bars</c> and the location
/// <c>&lt;lake&gt;/silver/daily_bars/</c> are one thing. Safe to use from several threads.
/// </summary>
/// <param name="stores">Opens locations.</param>
/// <param name="location">The lake's location.</param>
public sealed class Lake(ObjectStoreFactory stores, string location) : ITableCatalog
{
    private const string LogFolder = "/_delta_log/";

    private readonly ConcurrentDictionary<string, DeltaTable> _open = new(StringComparer.Ordinal);

    /// <summary>The lake's root.</summary>
    public IObjectStore Store => field ??= stores.Open(location);

    /// <summary>The lake's location, as it was configured.</summary>
    public string Location => location;

    /// <summary>Where the table of an asset lies, whether it exists or not.</summary>
    public IObjectStore StoreOf(AssetKey asset) => Store.Under(asset.Path + "/");

    /// <inheritdoc />
    public IObjectStore OpenStore(string dottedName) => StoreOf(AssetKey.FromTableName(dottedName));

    /// <inheritdoc />
    public async ValueTask<DeltaTable?> FindTableAsync(string dottedName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(dottedName);
        if (_open.TryGetValue(dottedName, out DeltaTable? known))
        {
            return known;
        }

        if (!AssetKey.TryParse(dottedName.Replace('.', '/'), out AssetKey key))
        {
            return null;
        }

        DeltaTable? table = await DeltaTable.TryOpenAsync(StoreOf(key), null, cancellationToken).ConfigureAwait(false);
        return table is null ? null : _open.GetOrAdd(dottedName, table);
    }

    /// <summary>A table by its dotted name or asset key, or by a location (<c>./path</c>, <c>file:///…</c>, <c>s3://…</c>).</summary>
    /// <exception cref="DeltaTableNotFoundException">There is no such table.</exception>
    public async ValueTask<DeltaTable> GetTableAsync(string nameOrLocation, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(nameOrLocation);
        if (IsLocation(nameOrLocation))
        {
            return await DeltaTable.OpenAsync(stores.Open(nameOrLocation), null, cancellationToken).ConfigureAwait(false);
        }

        return await FindTableAsync(nameOrLocation.Replace('/', '.'), cancellationToken).ConfigureAwait(false)
            ?? throw new TableMissingException(nameOrLocation, location, await ListAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<string> ListTablesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One key of each table is enough: after it the listing jumps behind the table's folder.
        string? after = null;
        while (await FindNextKeyAsync(after, cancellationToken).ConfigureAwait(false) is { } key)
        {
            int log = key.IndexOf(LogFolder, StringComparison.Ordinal);
            if (log > 0 && AssetKey.TryParse(key[..log], out AssetKey asset))
            {
                yield return asset.ToTableName();
                // '0' is the character after '/': all keys of the table's folder lie before it.
                after = asset.Path + "0";
            }
            else
            {
                after = key;
            }
        }
    }

    /// <summary>True when a text names a location and not a table of the lake.</summary>
    public static bool IsLocation(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Contains("://", StringComparison.Ordinal) || text.StartsWith('.') || text.StartsWith('/');
    }

    private async ValueTask<string?> FindNextKeyAsync(string? after, CancellationToken cancellationToken)
    {
        await foreach (ObjectHead head in Store.ListAsync("", after, cancellationToken).ConfigureAwait(false))
        {
            return head.Key;
        }

        return null;
    }

    private async ValueTask<List<string>> ListAsync(CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (string name in ListTablesAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(name);
        }

        return names;
    }
}
