using TestKit.Stores;

namespace Wallstreet.Storage.Tests.S3;

public sealed class S3ObjectKeyContractTests : ObjectKeyContract, IDisposable
{
    private readonly EmptyS3Store _store = new();

    public void Dispose() => _store.Dispose();

    protected override ValueTask<IObjectStore> OpenEmptyAsync() => _store.OpenAsync(TestContext.Current.CancellationToken);
}
