using Amazon.S3;
using Amazon.S3.Model;
using TestKit;
using Wallstreet.Storage.S3;

namespace Wallstreet.Storage.Tests.S3;

/// <summary>What only S3 has: credentials, buckets, parts and a network, against a real server.</summary>
public sealed class S3ObjectStoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_access_key_is_a_clear_error_for_every_call()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        using TemporaryFolder folder = new();
        ObjectStoreOptions options = server.NewOptions();
        options.S3.AccessKeyRef = "file:" + folder.WriteFile("key", "nobody"u8);

        await AssertRefusedAsync(options, await server.CreateBucketAsync(Cancellation), "AccessKeyRef");
    }

    [Fact]
    public async Task A_wrong_secret_key_is_a_clear_error_and_is_not_shown()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        using TemporaryFolder folder = new();
        ObjectStoreOptions options = server.NewOptions();
        options.S3.SecretKeyRef = "file:" + folder.WriteFile("key", "not-the-secret"u8);

        await AssertRefusedAsync(options, await server.CreateBucketAsync(Cancellation), "SecretKeyRef");
    }

    [Theory]
    [InlineData("env:WALLSTREET_TEST_NO_SUCH_VARIABLE", "WALLSTREET_TEST_NO_SUCH_VARIABLE")]
    [InlineData("file:/no/such/secret", "/no/such/secret")]
    public async Task A_reference_to_nothing_says_where_it_points(string reference, string expected)
    {
        using ObjectStoreFactory factory = new(new ObjectStoreOptions
        {
            S3 = new S3Options { Endpoint = new Uri("http://127.0.0.1:9/"), AccessKeyRef = reference, SecretKeyRef = reference },
        });

        ObjectStoreAccessException error = await Assert.ThrowsAsync<ObjectStoreAccessException>(
            async () => await factory.Open("s3://bucket").GetAsync("k", Cancellation));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_bucket_is_a_clear_error_for_every_call()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        using ObjectStoreFactory factory = new(server.NewOptions());
        IObjectStore store = factory.Open("s3://no-such-bucket/lake");

        foreach (Func<Task> call in Calls(store))
        {
            ObjectStoreMissingException error = await Assert.ThrowsAsync<ObjectStoreMissingException>(call);
            Assert.Contains("no-such-bucket", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_clear_error()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        ObjectStoreOptions options = server.NewOptions();
        options.S3.Endpoint = new Uri("http://127.0.0.1:9/");
        options.S3.RetriesMax = 1;
        using ObjectStoreFactory factory = new(options);

        ObjectStoreUnavailableException error = await Assert.ThrowsAsync<ObjectStoreUnavailableException>(
            async () => await factory.Open("s3://bucket").GetAsync("k", Cancellation));

        Assert.Contains("http://127.0.0.1:9/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_is_uploaded_in_parts_and_read_back_by_ranges()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        ObjectStoreOptions options = server.NewOptions();
        options.MultipartThresholdBytes = 5 << 20;
        options.PartSizeBytes = 5 << 20;
        using ObjectStoreFactory factory = new(options);
        string bucket = await server.CreateBucketAsync(Cancellation);
        IObjectStore store = factory.Open($"s3://{bucket}/lake");
        using TemporaryFolder folder = new();
        byte[] content = new byte[(12 << 20) + 345];
        new Random(7).NextBytes(content);

        await store.PutFileAsync("data/part 0%20.parquet", folder.WriteFile("large", content), Cancellation);

        ObjectHead head = Assert.NotNull(await store.FindHeadAsync("data/part 0%20.parquet", Cancellation));
        Assert.Equal(content.Length, head.SizeBytes);
        Assert.EndsWith("-3", head.ETag, StringComparison.Ordinal);
        Assert.Equal(content, await store.GetAsync("data/part 0%20.parquet", Cancellation));
        Assert.Equal(
            content[(5_242_870)..(5_242_890)],
            await store.GetRangeAsync("data/part 0%20.parquet", 5_242_870, 20, Cancellation));
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_no_object_and_no_parts()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        ObjectStoreOptions options = server.NewOptions();
        options.MultipartThresholdBytes = 5 << 20;
        options.PartSizeBytes = 5 << 20;
        using ObjectStoreFactory factory = new(options);
        string bucket = await server.CreateBucketAsync(Cancellation);
        IObjectStore store = factory.Open($"s3://{bucket}");
        using TemporaryFolder folder = new();
        string file = folder.WriteFile("large", new byte[64 << 20]);
        await store.PutAsync("proof", default, Cancellation);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(TimeSpan.FromMilliseconds(60));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.PutFileAsync("k", file, stop.Token));

        using AmazonS3Client client = server.NewClient();
        ListMultipartUploadsResponse uploads = await client.ListMultipartUploadsAsync(bucket, Cancellation);
        Assert.Null(await store.FindHeadAsync("k", Cancellation));
        Assert.Empty(uploads.MultipartUploads ?? []);
    }

    [Fact]
    public async Task An_answer_lost_on_the_way_from_a_real_server_is_recognised_as_our_own_success()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        using CuttingProxy proxy = new(server.Endpoint);
        ObjectStoreOptions options = server.NewOptions();
        options.S3.Endpoint = proxy.Endpoint;
        using ObjectStoreFactory factory = new(options);
        IObjectStore store = factory.Open($"s3://{await server.CreateBucketAsync(Cancellation)}/lake");
        await store.PutAsync("proof", default, Cancellation);

        for (int version = 0; version < 5; version++)
        {
            proxy.LoseNextAnswer();
            Assert.True(await store.TryPutIfAbsentAsync($"_delta_log/{version}.json", new byte[] { 1 }, Cancellation));
            Assert.Equal(version + 1, proxy.AnswersLost);
            Assert.False(await store.TryPutIfAbsentAsync($"_delta_log/{version}.json", new byte[] { 1 }, Cancellation));
        }
    }

    [Fact]
    public async Task Probes_and_folder_placeholders_are_never_listed()
    {
        S3Server server = await S3Server.GetAsync(Cancellation);
        using ObjectStoreFactory factory = new(server.NewOptions());
        string bucket = await server.CreateBucketAsync(Cancellation);
        IObjectStore store = factory.Open($"s3a://{bucket}/lake/");
        using AmazonS3Client client = server.NewClient();
        foreach (string key in (string[])["lake/", "lake/folder/", "lake/.ws-unfinished-0123", "lakes/other"])
        {
            await client.PutObjectAsync(
                new PutObjectRequest { BucketName = bucket, Key = key, ContentBody = "", UseChunkEncoding = false }, Cancellation);
        }

        await store.PutAsync("folder/x", new byte[] { 1 }, Cancellation);

        Assert.Equal(
            ["folder/x"], await store.ListAsync("", null, Cancellation).Select(head => head.Key).ToListAsync(Cancellation));
    }

    private static async Task AssertRefusedAsync(ObjectStoreOptions options, string bucket, string setting)
    {
        using ObjectStoreFactory factory = new(options);
        IObjectStore store = factory.Open($"s3://{bucket}/lake");
        foreach (Func<Task> call in Calls(store))
        {
            ObjectStoreAccessException error = await Assert.ThrowsAsync<ObjectStoreAccessException>(call);
            Assert.Contains(setting, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("not-the-secret", error.ToString(), StringComparison.Ordinal);
        }
    }

    private static Func<Task>[] Calls(IObjectStore store) =>
    [
        async () => await store.FindHeadAsync("k", Cancellation),
        async () => await store.GetAsync("k", Cancellation),
        async () => await store.PutAsync("k", new byte[] { 1 }, Cancellation),
        async () => await store.TryPutIfAbsentAsync("k", new byte[] { 1 }, Cancellation),
        async () => await store.DeleteAsync("k", Cancellation),
        async () => await store.ListAsync("", null, Cancellation).ToListAsync(Cancellation),
    ];
}
