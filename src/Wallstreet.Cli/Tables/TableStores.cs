using Wallstreet.Cli.Commands;
using Wallstreet.Lakehouse.Catalog;
using Wallstreet.Storage;

namespace Wallstreet.Cli.Tables;

/// <summary>Opens places where no table need be yet.</summary>
internal static class TableStores
{
    /// <summary>The place of a dotted name of the lake, or a location.</summary>
    public static IObjectStore Open(CommandContext context, string nameOrLocation) => Lake.IsLocation(nameOrLocation)
        ? context.Get<ObjectStoreFactory>().Open(nameOrLocation)
        : context.Get<Lake>().OpenStore(nameOrLocation.Replace('/', '.'));
}
