using TestKit;

namespace Wallstreet.Storage.Tests.S3;

public sealed class S3ObjectStoreContractTests : ObjectStoreContract, IDisposable
{
    private ObjectStoreFactory? _factory;

    public void Dispose() => _factory?.Dispose();

    protected override async ValueTask<IObjectStore> OpenEmptyAsync()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        _factory = new ObjectStoreFactory(server.NewOptions());
        return _factory.Open($"s3://{await server.CreateBucketAsync(Cancellation)}/lake/one");
    }
}
