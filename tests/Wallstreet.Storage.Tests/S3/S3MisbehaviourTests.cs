using System.Text;
using Wallstreet.Storage.S3;

namespace Wallstreet.Storage.Tests.S3;

public sealed class S3MisbehaviourTests : IDisposable
{
    private const string AccessVariable = "WALLSTREET_TEST_FAKE_ACCESS_KEY";

    private readonly FakeS3Server _server = new();
    private readonly ObjectStoreFactory _factory;
    private readonly IObjectStore _store;

    public S3MisbehaviourTests()
    {
        Environment.SetEnvironmentVariable(AccessVariable, "fake-key-value");
        S3Options options = new()
        {
            Endpoint = _server.Endpoint,
            AccessKeyRef = "env:" + AccessVariable,
            SecretKeyRef = "env:" + AccessVariable,
            RetriesMax = 2,
            RequestTimeout = TimeSpan.FromSeconds(10),
        };
        _factory = new ObjectStoreFactory(new ObjectStoreOptions { S3 = options });
        _store = _factory.Open("s3://bucket/lake");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _factory.Dispose();
        _server.Dispose();
    }

    [Theory]
    [InlineData(nameof(Misbehaviour.IgnoreCondition), "16 of 16")]
    [InlineData(nameof(Misbehaviour.CheckThenWrite), "writers that raced for one new key won")]
    [InlineData(nameof(Misbehaviour.NotImplemented), "did not know")]
    [InlineData(nameof(Misbehaviour.DropMetadata), "metadata")]
    public async Task A_server_whose_conditional_puts_are_unsafe_is_never_written_to(string fault, string reason)
    {
        Misbehaviour always = Enum.Parse<Misbehaviour>(fault);
        _server.Choose = (request, _) => !request.IsConditional
            && always is not Misbehaviour.DropMetadata ? Misbehaviour.None : always;

        UnsafeConditionalPutException error = await Assert.ThrowsAsync<UnsafeConditionalPutException>(
            async () => await _store.TryPutIfAbsentAsync("_delta_log/0.json", new byte[] { 1 }, Cancellation));
        int puts = _server.Counts["PUT"];
        await Assert.ThrowsAsync<UnsafeConditionalPutException>(
            async () => await _store.PutAsync("data", new byte[] { 1 }, Cancellation));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains(_server.Endpoint.AbsoluteUri, error.Message, StringComparison.Ordinal);
        Assert.Equal(puts, _server.Counts["PUT"]);
        Assert.Equal(0, _server.ObjectCount);
    }

    [Fact]
    public async Task A_safe_server_is_proven_once_by_16_writers_and_nothing_of_it_stays()
    {
        await _store.PutAsync("a", new byte[] { 1 }, Cancellation);
        int first = _server.Counts["PUT"];
        await _store.PutAsync("b", new byte[] { 1 }, Cancellation);
        await _factory.Open("s3://bucket/other").PutAsync("c", new byte[] { 1 }, Cancellation);

        Assert.Equal((2 * (16 + 1)) + 1, first);
        Assert.Equal(first + 2, _server.Counts["PUT"]);
        Assert.Equal(3, _server.ObjectCount);
    }

    [Fact]
    public async Task Reading_never_probes()
    {
        await Assert.ThrowsAsync<ObjectNotFoundException>(async () => await _store.GetAsync("absent", Cancellation));
        await _store.DeleteAsync("absent", Cancellation);

        Assert.False(_server.Counts.ContainsKey("PUT"));
    }

    [Fact]
    public async Task A_lost_answer_is_recognised_as_our_own_success()
    {
        await ProveAsync();
        int lost = 0;
        _server.Choose = (request, _) => request.Method == "PUT" && Interlocked.Increment(ref lost) == 1
            ? Misbehaviour.LoseAnswer
            : Misbehaviour.None;

        bool won = await _store.TryPutIfAbsentAsync("_delta_log/1.json", new byte[] { 1 }, Cancellation);

        Assert.True(won);
        Assert.True(lost > 1, "The answer was not lost, so nothing was proven.");
        Assert.False(await _store.TryPutIfAbsentAsync("_delta_log/1.json", new byte[] { 1 }, Cancellation));
    }

    [Fact]
    public async Task A_write_whose_answers_are_all_lost_is_still_recognised()
    {
        await ProveAsync();
        int seen = 0;
        _server.Choose = (request, _) => request.Method != "PUT" ? Misbehaviour.None
            : Interlocked.Increment(ref seen) == 1 ? Misbehaviour.LoseAnswer : Misbehaviour.HangUp;

        Assert.True(await _store.TryPutIfAbsentAsync("_delta_log/1.json", new byte[] { 1 }, Cancellation));
    }

    [Fact]
    public async Task A_write_that_never_arrived_is_unavailable_and_not_a_conflict()
    {
        await ProveAsync();
        _server.Choose = (request, _) => request.Method == "PUT" ? Misbehaviour.HangUp : Misbehaviour.None;

        ObjectStoreUnavailableException error = await Assert.ThrowsAsync<ObjectStoreUnavailableException>(
            async () => await _store.TryPutIfAbsentAsync("_delta_log/1.json", new byte[] { 1 }, Cancellation));

        Assert.Contains("_delta_log/1.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("Endpoint", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_409_is_tried_again_until_it_is_decided()
    {
        await ProveAsync();
        int busy = 0;
        _server.Choose = (request, _) => request.Method == "PUT" && Interlocked.Increment(ref busy) <= 3
            ? Misbehaviour.Busy
            : Misbehaviour.None;

        Assert.True(await _store.TryPutIfAbsentAsync("k", new byte[] { 1 }, Cancellation));
        busy = 0;
        Assert.False(await _store.TryPutIfAbsentAsync("k", new byte[] { 2 }, Cancellation));
    }

    [Fact]
    public async Task A_request_that_the_server_could_not_read_is_sent_again()
    {
        await ProveAsync();
        int unread = 0;
        _server.Choose = (_, _) => Interlocked.Increment(ref unread) <= 3 ? Misbehaviour.Unread : Misbehaviour.None;

        Assert.True(await _store.TryPutIfAbsentAsync("k", new byte[] { 1 }, Cancellation));
        unread = 0;
        Assert.False(await _store.TryPutIfAbsentAsync("k", new byte[] { 2 }, Cancellation));
        unread = 0;
        await _store.PutAsync("l", new byte[] { 3 }, Cancellation);
        unread = 0;
        Assert.Equal([3], await _store.GetAsync("l", Cancellation));
    }

    [Fact]
    public async Task A_server_that_never_reads_a_request_is_an_error()
    {
        await ProveAsync();
        _server.Choose = (_, _) => Misbehaviour.Unread;

        ObjectStoreFailedException error = await Assert.ThrowsAsync<ObjectStoreFailedException>(
            async () => await _store.TryPutIfAbsentAsync("k", new byte[] { 1 }, Cancellation));

        Assert.Contains("400", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_fails_for_good_is_unavailable()
    {
        _server.Choose = (_, _) => Misbehaviour.InternalError;

        ObjectStoreUnavailableException error = await Assert.ThrowsAsync<ObjectStoreUnavailableException>(
            async () => await _store.GetAsync("k", Cancellation));

        Assert.Contains("500 InternalError", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, _server.Counts["GET"]);
    }

    [Fact]
    public async Task A_body_that_breaks_in_the_middle_is_read_again()
    {
        byte[] content = Encoding.UTF8.GetBytes(new string('x', 200_000));
        await _store.PutAsync("k", content, Cancellation);
        _server.Choose = (request, number) => request.Method == "GET" && number == 1
            ? Misbehaviour.BreakBody
            : Misbehaviour.None;

        Assert.Equal(content, await _store.GetAsync("k", Cancellation));
        Assert.Equal(2, _server.Counts["GET"]);
    }

    [Fact]
    public async Task Secrets_are_in_no_error()
    {
        _server.Choose = (_, _) => Misbehaviour.HangUp;

        ObjectStoreException error = await Assert.ThrowsAnyAsync<ObjectStoreException>(
            async () => await _store.PutAsync("k", new byte[] { 1 }, Cancellation));

        Assert.DoesNotContain("fake-key-value", error.ToString(), StringComparison.Ordinal);
    }

    private async Task ProveAsync() => await _store.PutAsync("proof", new byte[] { 1 }, Cancellation);
}
