using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wallstreet.Storage.Tests.S3;

/// <summary>
/// Stands between a client and a real server and passes everything on, until told to lose an answer: then the server
/// gets the next conditional put, answers it, and the client's connection is cut instead.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _server;
    private readonly Task _accepting;
    private int _toLose;
    private int _lost;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Endpoint { get; }

    public int AnswersLost => Volatile.Read(ref _lost);

    public void LoseNextAnswer() => Interlocked.Exchange(ref _toLose, 1);

    public void Dispose()
    {
        _listener.Dispose();
        _accepting.GetAwaiter().GetResult();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                connections.Add(RelayAsync(client));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The listener was closed; connections end with their clients.
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using (client)
        using (TcpClient server = new(_server.Host, _server.Port))
        {
            bool cut = false;
            Task up = CopyAsync(client, server, bytes =>
            {
                cut |= Encoding.ASCII.GetString(bytes).Contains("If-None-Match", StringComparison.OrdinalIgnoreCase)
                    && Interlocked.Exchange(ref _toLose, 0) == 1;
                return true;
            });
            Task down = CopyAsync(server, client, _ =>
            {
                if (cut)
                {
                    Interlocked.Increment(ref _lost);
                }

                return !cut;
            });
            await Task.WhenAny(up, down);
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to, Func<byte[], bool> pass)
    {
        byte[] buffer = new byte[64 << 10];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and int read && pass(buffer[..read]))
            {
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One side has gone; so does the other.
        }
    }
}
