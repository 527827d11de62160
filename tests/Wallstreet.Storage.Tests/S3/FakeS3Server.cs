using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Wallstreet.Storage.Tests.S3;

/// <summary>
/// Just enough of S3 to misbehave as real servers were seen to: it stands for those that cannot be installed here.
/// Signatures are not checked, and every connection serves one request.
/// </summary>
internal sealed class FakeS3Server : IDisposable
{
    private readonly ConcurrentDictionary<string, Stored> _objects = new(StringComparer.Ordinal);
    private readonly LoopbackListener _listener;

    public FakeS3Server() => _listener = new LoopbackListener(ServeAsync);

    public Uri Endpoint => _listener.Endpoint;

    /// <summary>Decides before a request is served. The number counts requests of one method.</summary>
    public Func<FakeS3Request, int, Misbehaviour> Choose { get; set; } = (_, _) => Misbehaviour.None;

    public ConcurrentDictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public int ObjectCount => _objects.Count;

    public void Dispose()
    {
        _listener.Dispose();
        _listener.Served.GetAwaiter().GetResult();
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                if (await FakeS3Request.ReadAsync(stream) is { } request)
                {
                    int number = Counts.AddOrUpdate(request.Method, 1, (_, count) => count + 1);
                    if (await AnswerAsync(request, Choose(request, number)) is { } answer)
                    {
                        await stream.WriteAsync(answer);
                    }
                }
            }
            catch (IOException)
            {
                // The client has gone.
            }
        }
    }

    /// <summary>Null hangs up without an answer.</summary>
    private async Task<byte[]?> AnswerAsync(FakeS3Request request, Misbehaviour fault) => (fault, request.Method) switch
    {
        (Misbehaviour.Busy, _) => Error(409, "ConditionalRequestConflict", request),
        (Misbehaviour.NotImplemented, _) => Error(501, "NotImplemented", request),
        (Misbehaviour.InternalError, _) => Error(500, "InternalError", request),
        (Misbehaviour.Unread, _) => Answer(400, "", []),
        (Misbehaviour.HangUp, _) => null,
        (_, "PUT") => await PutAsync(request, fault),
        (_, "DELETE") => Delete(request),
        _ => _objects.TryGetValue(request.Path, out Stored? found)
            ? Read(request, found, fault)
            : Error(404, "NoSuchKey", request),
    };

    private async Task<byte[]?> PutAsync(FakeS3Request request, Misbehaviour fault)
    {
        Stored stored = new(request.Body, request.Headers.GetValueOrDefault("x-amz-meta-ws-write"));
        bool taken;
        if (fault == Misbehaviour.CheckThenWrite && request.IsConditional)
        {
            // The race of servers that look first and write later, without a lock.
            taken = _objects.ContainsKey(request.Path);
            await Task.Delay(30);
            if (!taken)
            {
                _objects[request.Path] = stored;
            }
        }
        else if (request.IsConditional && fault != Misbehaviour.IgnoreCondition)
        {
            taken = !_objects.TryAdd(request.Path, stored);
        }
        else
        {
            taken = false;
            _objects[request.Path] = stored;
        }

        return taken ? Error(412, "PreconditionFailed", request)
            : fault == Misbehaviour.LoseAnswer ? null
            : Answer(200, ETag(request.Body), []);
    }

    private byte[] Delete(FakeS3Request request)
    {
        _objects.TryRemove(request.Path, out _);
        return Answer(204, "", []);
    }

    private static byte[] Read(FakeS3Request request, Stored found, Misbehaviour fault)
    {
        string mark = fault == Misbehaviour.DropMetadata ? "" : $"x-amz-meta-ws-write: {found.Mark}\r\n";
        byte[] whole = Answer(200, mark + ETag(found.Content), found.Content);
        return request.Method == "HEAD" ? whole[..^found.Content.Length]
            : fault == Misbehaviour.BreakBody ? whole[..^(found.Content.Length / 2)]
            : whole;
    }

    /// <summary>The SDK checks it against the content.</summary>
#pragma warning disable CA5351 // S3 prescribes MD5.
    private static string ETag(byte[] content) => $"ETag: \"{Convert.ToHexStringLower(MD5.HashData(content))}\"\r\n";
#pragma warning restore CA5351

    private static byte[] Error(int status, string code, FakeS3Request request) => Answer(
        status,
        "Content-Type: application/xml\r\n",
        request.Method == "HEAD"
            ? []
            : Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>fake</Message></Error>"));

    private static byte[] Answer(int status, string headers, byte[] body) =>
    [
        .. Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} Fake\r\n{headers}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n")),
        .. body,
    ];

    private sealed record Stored(byte[] Content, string? Mark);
}
