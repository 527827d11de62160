using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Wallstreet.Web.Hosting;
using Wallstreet.Web.Problems;

namespace Wallstreet.Web.Security;

/// <summary>
/// Lets requests in or not. Without a token only this machine listens, and a request must name this machine (a page
/// of another site cannot reach the API through a name that resolves here). With a token a request shows it as bearer or
/// cookie. Requests that change something must not come from another site.
/// </summary>
internal sealed class RequestGate(RequestDelegate next, WallstreetWebOptions options)
{
    private const string CookieName = "wallstreet";
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private readonly byte[]? _tokenHash = string.IsNullOrEmpty(options.Token) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    public Task InvokeAsync(HttpContext context)
    {
        Protect(context.Response.Headers);
        if (!IsKnownHost(context.Request.Host))
        {
            return RefuseAsync(context, 421, "Unknown host", $"This program is not '{context.Request.Host.Host}'.", "Open it as localhost, or add the name to Web:HostNames.");
        }

        if (IsCrossSite(context.Request))
        {
            return RefuseAsync(context, 403, "Other site", "The request comes from a page of another site.", "Use the program's own pages, or a client that sends no Origin.");
        }

        if (context.Request.Path.Equals("/login", StringComparison.Ordinal) && context.Request.Query.ContainsKey("token"))
        {
            return LogInAsync(context);
        }

        bool isOpen = _tokenHash is null || !IsGuarded(context.Request.Path) || IsShown(context.Request);
        return isOpen
            ? next(context)
            : RefuseAsync(context, 401, "Token needed", "This program asks for a token.", "Send 'Authorization: Bearer TOKEN', or log in on the pages.");
    }

    /// <summary>Whether the caller of a request has shown the token, or needs none.</summary>
    public static bool IsAuthenticated(HttpContext context, WallstreetWebOptions options) =>
        string.IsNullOrEmpty(options.Token) || new RequestGate(_ => Task.CompletedTask, options).IsShown(context.Request);

    // The pages themselves hold no data; they ask for the token. The status tells them that they must.
    private static bool IsGuarded(PathString path) =>
        (path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) && !path.Equals("/api/status", StringComparison.OrdinalIgnoreCase))
        || path.StartsWithSegments("/openapi", StringComparison.OrdinalIgnoreCase);

    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static Task RefuseAsync(HttpContext context, int status, string title, string detail, string hint)
    {
        if (status == 401)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return ProblemWriter.WriteAsync(context, new Problem(title, detail, status) { Hint = hint });
    }

    private bool IsKnownHost(HostString host)
    {
        bool isOwn = host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

        // A token that another site cannot know protects what listens elsewhere; without host names any name may be its own.
        bool isAnywhere = !options.IsLoopback && options.HostNames.Count == 0;
        return isOwn || isAnywhere || options.HostNames.Contains(host.Host, StringComparer.OrdinalIgnoreCase);
    }

    private static bool IsCrossSite(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        string origin = request.Headers.Origin.ToString();
        bool isOther = origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? site)
                && site.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
        return isOther || request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";
    }

    private bool IsShown(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && IsToken(header[7..].Trim()))
            || (request.Cookies.TryGetValue(CookieName, out string? cookie) && IsToken(cookie));
    }

    // Hashes have one length and are compared in constant time: neither length nor prefix of the token can be measured.
    private bool IsToken(string given) =>
        _tokenHash is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), _tokenHash);

    private Task LogInAsync(HttpContext context)
    {
        string given = context.Request.Query["token"].ToString();
        if (_tokenHash is not null && !IsToken(given))
        {
            return RefuseAsync(context, 401, "Wrong token", "This is not the token that the program was started with.", "Whoever started the program has it.");
        }

        if (_tokenHash is not null)
        {
            context.Response.Cookies.Append(CookieName, given, new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
                IsEssential = true,
                Path = "/",
                MaxAge = TimeSpan.FromDays(30),
            });
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect("/");
        return Task.CompletedTask;
    }
}
