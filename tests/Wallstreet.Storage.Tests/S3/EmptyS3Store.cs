using TestKit;

namespace Wallstreet.Storage.Tests.S3;

/// <summary>A store in a bucket of its own, and what opened it.</summary>
internal sealed class EmptyS3Store : IDisposable
{
    private ObjectStoreFactory? _factory;

    public async ValueTask<IObjectStore> OpenAsync(CancellationToken cancellationToken)
    {
        S3Server server = await S3Server.GetAsync(cancellationToken);
        _factory = new ObjectStoreFactory(server.NewOptions());
        return _factory.Open($"s3://{await server.CreateBucketAsync(cancellationToken)}/lake/one");
    }

    public void Dispose() => _factory?.Dispose();
}
