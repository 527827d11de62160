using System.Net.Sockets;
using System.Text;

namespace Wallstreet.Storage.Tests.S3;

/// <summary>
/// Stands between a client and a real server and passes everything on, until told to lose an answer: then the server
/// gets the next conditional put, answers it, and the client's connection is cut instead.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly LoopbackListener _listener;
    private readonly Uri _server;
    private int _toLose;
    private int _lost;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener = new LoopbackListener(RelayAsync);
    }

    public Uri Endpoint => _listener.Endpoint;

    public int AnswersLost => Volatile.Read(ref _lost);

    public void LoseNextAnswer() => Interlocked.Exchange(ref _toLose, 1);

    public void Dispose() => _listener.Dispose();

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
