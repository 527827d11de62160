using TestKit.Stores;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Storage.Tests.Memory;

public sealed class MemoryObjectKeyContractTests : ObjectKeyContract
{
    protected override ValueTask<IObjectStore> OpenEmptyAsync() =>
        ValueTask.FromResult<IObjectStore>(new MemoryObjectStore("test"));
}
