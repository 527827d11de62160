using Wallstreet.Cli.Commands;
using Wallstreet.Delta;
using Wallstreet.Lakehouse.Catalog;

namespace Wallstreet.Cli.Tables;

/// <summary>Finds the table that an argument names.</summary>
internal static class TableLookup
{
    /// <summary>A table by key, dotted name or location.</summary>
    /// <exception cref="DeltaTableNotFoundException">There is none.</exception>
    public static ValueTask<DeltaTable> GetAsync(CommandContext context, string name, CancellationToken cancellationToken) =>
        context.Get<Lake>().GetTableAsync(name, cancellationToken);

    /// <summary>The name under which people know the table: dotted, or its location.</summary>
    public static string NameOf(string argument) => Lake.IsLocation(argument) ? argument : argument.Replace('/', '.');

    /// <summary>The newest version, or the one that was asked for.</summary>
    public static ValueTask<Snapshot> GetSnapshotAsync(DeltaTable table, long? version, CancellationToken cancellationToken) =>
        version is { } number ? table.GetSnapshotAsync(number, cancellationToken) : table.GetSnapshotAsync(cancellationToken);
}
