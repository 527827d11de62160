using TestKit;
using TestKit.Stores;
using Wallstreet.Storage.Local;

namespace Wallstreet.Storage.Tests.Local;

public sealed class LocalObjectKeyContractTests : ObjectKeyContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IObjectStore> OpenEmptyAsync() =>
        ValueTask.FromResult<IObjectStore>(new LocalObjectStore(_folder["lake %20 #1"]));
}
