namespace Wallstreet.Web.Hosting;

/// <summary>Another program listens on the port.</summary>
public sealed class PortOccupiedException : IOException
{
    /// <summary>Makes the exception.</summary>
    public PortOccupiedException(string address, int port, Exception cause)
        : base(
            FormattableString.Invariant(
                $"Port {port} on {address} is in use by another program. Stop it, or choose another port: --port {port + 1}."),
            cause) =>
        Port = port;

    /// <summary>The port.</summary>
    public int Port { get; }
}
