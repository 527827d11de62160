namespace Wallstreet.Hosting;

/// <summary>The program should listen where other machines reach it, but has no access token.</summary>
/// <param name="address">The address.</param>
public sealed class TokenMissingException(string address) : InvalidOperationException(
    $"Listening on {address} lets other machines in, so a token is needed: give --token-ref env:NAME or file:/path "
    + "(setting Web:TokenRef), or listen on 127.0.0.1.");
