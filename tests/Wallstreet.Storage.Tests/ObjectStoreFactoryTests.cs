using TestKit;
using Wallstreet.Storage.S3;

namespace Wallstreet.Storage.Tests;

public sealed class ObjectStoreFactoryTests : IDisposable
{
    private readonly ObjectStoreFactory _factory = new(new ObjectStoreOptions());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _factory.Dispose();

    [Fact]
    public async Task A_folder_is_the_same_store_by_path_and_by_uri()
    {
        using TemporaryFolder folder = new();
        string path = folder["lake %41 #1 é"];
        IObjectStore byPath = _factory.Open(path);
        await byPath.PutAsync("k", new byte[] { 1 }, Cancellation);

        IObjectStore byUri = _factory.Open(byPath.Location.AbsoluteUri);

        Assert.Equal([1], await byUri.GetAsync("k", Cancellation));
        Assert.Equal(byPath.Location, byUri.Location);
        Assert.Equal(Path.Join(path, "k"), byUri.FindLocalPath("k"));
    }

    [Fact]
    public void A_relative_path_is_below_the_working_folder()
    {
        IObjectStore store = _factory.Open("./some/lake");

        Assert.Equal(Path.Join(Environment.CurrentDirectory, "some/lake/k"), store.FindLocalPath("k"));
    }

    [Fact]
    public async Task A_memory_store_is_shared_by_its_name()
    {
        await _factory.Open("memory://one").PutAsync("a/b", new byte[] { 1 }, Cancellation);

        Assert.Equal([1], await _factory.Open("memory://one/a/").GetAsync("b", Cancellation));
        Assert.Null(await _factory.Open("memory://two").FindHeadAsync("a/b", Cancellation));
    }

    [Fact]
    public void A_bucket_location_keeps_its_prefix()
    {
        using ObjectStoreFactory factory = new(new ObjectStoreOptions
        {
            S3 = new S3Options { Endpoint = new Uri("http://127.0.0.1:9") },
        });

        IObjectStore store = factory.Open("s3://bucket/lake/a%20b");

        Assert.Equal("s3://bucket/lake/a%20b/", store.Location.AbsoluteUri);
        Assert.Equal("s3://bucket/lake/a%20b/", factory.Open(store.Location.AbsoluteUri).Location.AbsoluteUri);
        Assert.Null(store.FindLocalPath("k"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("ftp://host/x")]
    [InlineData("s3://")]
    [InlineData("s3:///prefix")]
    [InlineData("memory:///x")]
    [InlineData("file://host/x")]
    public void A_location_that_names_no_store_is_refused(string location) =>
        Assert.Throws<InvalidStoreLocationException>(() => _factory.Open(location));

    [Fact]
    public void Settings_out_of_range_are_refused_at_the_start()
    {
        Assert.ThrowsAny<ArgumentException>(() => New(options => options.PartSizeBytes = 1));
        Assert.ThrowsAny<ArgumentException>(() => New(options => options.MultipartThresholdBytes = 1));
        Assert.ThrowsAny<ArgumentException>(() => New(options => options.S3.RetriesMax = -1));
        Assert.ThrowsAny<ArgumentException>(() => New(options => options.S3.RequestTimeout = TimeSpan.Zero));
        Assert.ThrowsAny<ArgumentException>(() => New(options => options.S3.Endpoint = new Uri("ftp://x/")));
        Assert.ThrowsAny<ArgumentException>(() => New(options => options.S3.AccessKeyRef = "env:ONLY_ONE"));
    }

    [Fact]
    public void A_secret_in_place_of_a_reference_is_refused_without_repeating_it()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => New(options =>
        {
            options.S3.AccessKeyRef = "env:KEY";
            options.S3.SecretKeyRef = "hunter2hunter2";
        }));

        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static void New(Action<ObjectStoreOptions> configure)
    {
        ObjectStoreOptions options = new();
        configure(options);
        new ObjectStoreFactory(options).Dispose();
    }
}
