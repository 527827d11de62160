using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Wallstreet.Orchestration;
using Wallstreet.Orchestration.Events;
using Wallstreet.Web.Hosting;
using Wallstreet.Web.Json;
using Wallstreet.Web.Problems;

namespace Wallstreet.Web.Events;

/// <summary>
/// The live stream (server-sent events). A message's id is the event's place in the log, so a reader that comes back
/// tells the last one it saw and misses nothing. A slow reader fills its
/// own bounded buffer and then reads the log at its own pace; it holds nobody up.
/// </summary>
internal sealed class EventStream(IEventLog log, WallstreetWebOptions options, TimeProvider time)
{
    private const int BufferSize = 2048;
    private int _open;

    public async Task ServeAsync(HttpContext context)
    {
        long after = await FindStartAsync(context).ConfigureAwait(false);
        if (Interlocked.Increment(ref _open) > options.EventStreamsMax)
        {
            Interlocked.Decrement(ref _open);
            throw new ApiException(503, "Too many streams", "Too many pages follow the live events.", "Close some, or raise Web:EventStreamsMax.");
        }

        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        Channel<RunEvent> buffer = Channel.CreateBounded<RunEvent>(new BoundedChannelOptions(BufferSize) { SingleReader = true, SingleWriter = true });
        Task filling = FillAsync(buffer.Writer, after, ended.Token);
        try
        {
            await SendAllAsync(context, buffer.Reader).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away; that is how a stream ends.
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Decrement(ref _open);
        }
    }

    private async ValueTask<long> FindStartAsync(HttpContext context)
    {
        string given = context.Request.Headers["Last-Event-ID"].ToString();
        if (given.Length == 0)
        {
            given = context.Request.Query["after"].ToString();
        }

        if (given.Length == 0)
        {
            return await log.GetLastSequenceAsync(context.RequestAborted).ConfigureAwait(false);
        }

        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long after)
            ? after
            : throw ApiException.BadRequest($"'{given}' is not a place in the event log.", "Give the id of the last event seen, a whole number.");
    }

    private async Task FillAsync(ChannelWriter<RunEvent> buffer, long after, CancellationToken cancellationToken)
    {
        Exception? cause = null;
        try
        {
            await foreach (RunEvent runEvent in log.SubscribeAsync(after, cancellationToken).ConfigureAwait(false))
            {
                // The log is asked no faster than the reader reads: what is not in the buffer stays in the log.
                await buffer.WriteAsync(runEvent, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OrchestrationStoreException error)
        {
            cause = error;
        }
        finally
        {
            buffer.TryComplete(cause);
        }
    }

    private async Task SendAllAsync(HttpContext context, ChannelReader<RunEvent> buffer)
    {
        HttpResponse response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.BodyWriter.WriteAsync(": open\n\n"u8.ToArray(), context.RequestAborted).ConfigureAwait(false);
        ValueTask<bool> more = buffer.WaitToReadAsync(context.RequestAborted);
        Task<bool> waiting = more.AsTask();
        while (true)
        {
            using CancellationTokenSource beat = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
            Task silence = Task.Delay(options.Heartbeat, time, beat.Token);
            bool hasEvents = await Task.WhenAny(waiting, silence).ConfigureAwait(false) == waiting;
            await beat.CancelAsync().ConfigureAwait(false);
            if (hasEvents)
            {
                if (!await waiting.ConfigureAwait(false))
                {
                    return;
                }

                WriteAll(response.BodyWriter, buffer);
                waiting = buffer.WaitToReadAsync(context.RequestAborted).AsTask();
            }
            else
            {
                response.BodyWriter.Write(": alive\n\n"u8);
            }

            await response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static void WriteAll(IBufferWriter<byte> writer, ChannelReader<RunEvent> buffer)
    {
        int count = 0;
        while (count++ < 256 && buffer.TryRead(out RunEvent? runEvent))
        {
            string head = string.Create(CultureInfo.InvariantCulture, $"id: {runEvent.Sequence}\nevent: {EventWords.Channel(runEvent)}\ndata: ");
            writer.Write(Encoding.UTF8.GetBytes(head));
            writer.Write(JsonSerializer.SerializeToUtf8Bytes(EventWords.ToLive(runEvent), WebJsonContext.Default.LiveEvent));
            writer.Write("\n\n"u8);
        }
    }
}
