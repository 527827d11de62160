using System.Net;
using System.Net.Sockets;

namespace Wallstreet.Storage.Tests.S3;

/// <summary>Serves connections on a free port of this machine until it is disposed of.</summary>
internal sealed class LoopbackListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Task> _served = [];
    private readonly Task _accepting;

    /// <param name="serve">Serves one connection to its end.</param>
    public LoopbackListener(Func<TcpClient, Task> serve)
    {
        _listener.Start();
        Endpoint = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync(serve);
    }

    public Uri Endpoint { get; }

    /// <summary>The end of all that is served, once no more is taken.</summary>
    public Task Served => Task.WhenAll(_served);

    /// <summary>Takes no more connections; those that are served end with their clients.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        _accepting.GetAwaiter().GetResult();
    }

    private async Task AcceptAsync(Func<TcpClient, Task> serve)
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _served.Add(Task.Run(() => serve(client)));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The listener was closed.
        }
    }
}
