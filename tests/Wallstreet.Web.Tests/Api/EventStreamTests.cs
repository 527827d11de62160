using System.Net.Http.Headers;

namespace Wallstreet.Web.Tests.Api;

public sealed class EventStreamTests
{
    [Fact]
    public async Task A_run_is_told_live_with_ids_that_grow()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        using EventReader events = await EventReader.OpenAsync(program, "/api/events");

        await program.RunAsync("""{"selection": "silver/bars"}""");
        List<Message> told = await events.ReadUntilAsync("run_succeeded");

        Assert.Equal(["run", "run", "step"], told.Take(3).Select(message => message.Name));
        Assert.Contains(told, message => message.Name == "asset" && message.Data.Contains("\"asset\":\"silver/bars\"", StringComparison.Ordinal));
        Assert.Contains(told, message => message.Name == "check");
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.First.Id < pair.Second.Id));
    }

    [Fact]
    public async Task A_reader_that_comes_back_misses_nothing_and_sees_nothing_twice()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        await program.RunAsync("""{"selection": "silver/bars"}""");
        using EventReader all = await EventReader.OpenAsync(program, "/api/events?after=0");
        List<Message> first = await all.ReadUntilAsync("run_succeeded");

        using EventReader resumed = await EventReader.OpenAsync(program, "/api/events", lastId: first[2].Id);
        List<Message> rest = await resumed.ReadUntilAsync("run_succeeded");

        Assert.Equal(first.Skip(3), rest);
    }

    [Fact]
    public async Task A_silent_stream_says_that_it_lives()
    {
        await using TestProgram program = await TestProgram.StartAsync(options => options.Heartbeat = TimeSpan.FromMilliseconds(50));
        using EventReader events = await EventReader.OpenAsync(program, "/api/events");

        Assert.Equal(": alive", await events.ReadCommentAsync());
    }

    [Fact]
    public async Task Too_many_streams_and_a_place_that_is_none_are_refused()
    {
        await using TestProgram program = await TestProgram.StartAsync(options => options.EventStreamsMax = 1);
        Assert.Equal(400, (await program.RefusedAsync("/api/events?after=soon")).Status);
        using (await EventReader.OpenAsync(program, "/api/events"))
        {
            Assert.Equal(503, (await program.RefusedAsync("/api/events")).Status);
        }
    }

    private sealed record Message(long Id, string Name, string Data);

    private sealed class EventReader(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        public static async Task<EventReader> OpenAsync(TestProgram program, string path, long? lastId = null)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (lastId is { } id)
            {
                request.Headers.Add("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }

            HttpResponseMessage response = await program.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestProgram.Token);
            response.EnsureSuccessStatusCode();
            StreamReader reader = new(await response.Content.ReadAsStreamAsync(TestProgram.Token));
            Assert.Equal(": open", await reader.ReadLineAsync(TestProgram.Token));
            return new EventReader(response, reader);
        }

        public async Task<List<Message>> ReadUntilAsync(string type)
        {
            List<Message> messages = [];
            (long id, string name) = (0, "");
            while (await reader.ReadLineAsync(TestProgram.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestProgram.Token) is { } line)
            {
                if (line.StartsWith("id: ", StringComparison.Ordinal))
                {
                    id = long.Parse(line[4..], System.Globalization.CultureInfo.InvariantCulture);
                }
                else if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    name = line[7..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    messages.Add(new Message(id, name, line[6..]));
                    if (line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal))
                    {
                        return messages;
                    }
                }
            }

            throw new EndOfStreamException($"The stream ended before {type}.");
        }

        public async Task<string?> ReadCommentAsync()
        {
            await reader.ReadLineAsync(TestProgram.Token);
            return await reader.ReadLineAsync(TestProgram.Token).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestProgram.Token);
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
