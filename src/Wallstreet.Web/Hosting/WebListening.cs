using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Wallstreet.Web.Hosting;

/// <summary>Where the program listens: on this machine alone, unless it has a token.</summary>
public static class WebListening
{
    private const int TokenLengthMin = 16;

    /// <summary>Refuses options that do not hold together.</summary>
    /// <exception cref="WebOptionsException">Which option is wrong and how to mend it.</exception>
    public static void Validate(WallstreetWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Port is < 0 or > 65535)
        {
            throw new WebOptionsException(FormattableString.Invariant($"{options.Port} is not a port. Choose one from 1 to 65535, or 0 for any."));
        }

        if (!options.IsLoopback && !IPAddress.TryParse(options.Address, out _))
        {
            throw new WebOptionsException($"'{options.Address}' is not an address to listen on. Give localhost or an IP address.");
        }

        if (!options.IsLoopback && string.IsNullOrEmpty(options.Token))
        {
            throw new WebOptionsException(
                $"Listening on {options.Address} lets other machines in, so a token is needed. "
                + "Set Web:Token to a reference (env:NAME or file:/run/secrets/x), or listen on localhost.");
        }

        if (options.Token is { Length: > 0 and < TokenLengthMin })
        {
            throw new WebOptionsException(FormattableString.Invariant(
                $"The token is too short to be safe. Give at least {TokenLengthMin} characters, for example from 'openssl rand -hex 24'."));
        }
    }

    /// <summary>Tells Kestrel where to listen and what to refuse.</summary>
    /// <exception cref="WebOptionsException">The options do not hold together.</exception>
    public static IWebHostBuilder ListenAsWallstreet(this IWebHostBuilder builder, WallstreetWebOptions options)
    {
        Validate(options);
        return builder.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.RequestSizeBytesMax;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MaxConcurrentConnections = 1024;
            Listen(kestrel, options);
        });
    }

    /// <summary>Starts the program; a port that is in use is a <see cref="PortOccupiedException"/>.</summary>
    public static async Task StartAsWallstreetAsync(this WebApplication app, WallstreetWebOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException || error.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw new PortOccupiedException(options.Address, options.Port, error);
        }
    }

    /// <summary>The address that a started program answers at.</summary>
    public static Uri GetListeningAddress(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        string address = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new Uri(address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
    }

    private static void Listen(KestrelServerOptions kestrel, WallstreetWebOptions options)
    {
        if (!string.Equals(options.Address, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port);
        }
        else if (options.Port == 0)
        {
            kestrel.Listen(IPAddress.Loopback, 0);
        }
        else
        {
            kestrel.ListenLocalhost(options.Port);
        }
    }
}
