using TestKit.Stores;

namespace Wallstreet.Storage.Tests.S3;

public sealed class S3ObjectStoreContractTests : ObjectStoreContract, IDisposable
{
    private readonly EmptyS3Store _store = new();

    public void Dispose() => _store.Dispose();

    protected override ValueTask<IObjectStore> OpenEmptyAsync() => _store.OpenAsync(TestContext.Current.CancellationToken);
}
