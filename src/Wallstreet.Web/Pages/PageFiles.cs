using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Wallstreet.Web.Pages;

/// <summary>
/// The built pages: files of one folder, read and compressed when first asked for. Names with a hash never change and are
/// cached for good; everything else is asked for again by tag. Addresses of the pages' own router get <c>index.html</c>.
/// </summary>
internal sealed class PageFiles(string folder)
{
    private const long FileSizeBytesMax = 16 * 1024 * 1024;
    private const int CompressedSizeBytesMin = 1024;

    private static readonly FileExtensionContentTypeProvider _types = new();
    private readonly string _root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
    private readonly ConcurrentDictionary<string, (DateTime Written, PageFile File)> _files = new(StringComparer.Ordinal);

    public async Task ServeAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        // A name with a dot in its last part is a file; without one it is an address of the router. Of these only tables
        // have dots (/catalog/gold.daily_prices): such an address is typed, shared and reloaded like any other.
        bool isRoute = Path.GetExtension(path).Length == 0 || path.StartsWith("/catalog/", StringComparison.Ordinal);
        PageFile? file = await FindAsync(path, context.RequestAborted).ConfigureAwait(false)
            ?? (isRoute ? await FindAsync("/index.html", context.RequestAborted).ConfigureAwait(false) : null);
        if (file is null)
        {
            await MissingAsync(context, isRoute).ConfigureAwait(false);
            return;
        }

        await SendAsync(context, file).ConfigureAwait(false);
    }

    private static Task MissingAsync(HttpContext context, bool isRoute)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(
            isRoute
                ? "The pages were not built with this program. Build it with npm present (and without -p:SkipWeb=true); the API answers under /api."
                : "There is no such file.",
            context.RequestAborted);
    }

    private static async Task SendAsync(HttpContext context, PageFile file)
    {
        HttpResponse response = context.Response;
        response.Headers.ETag = file.Tag;
        response.Headers.CacheControl = file.Immutable ? "public, max-age=31536000, immutable" : "no-cache";
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(file.Tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool compressed = file.Brotli is not null && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase);
        byte[] body = compressed ? file.Brotli! : file.Plain;
        if (compressed)
        {
            response.Headers.ContentEncoding = "br";
        }

        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private async Task<PageFile?> FindAsync(string path, CancellationToken cancellationToken)
    {
        string full = Path.GetFullPath(_root + path.TrimStart('/'));
        if (!full.StartsWith(_root, StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
        {
            return null;
        }

        FileInfo info = new(full);
        if (!info.Exists || info.Length > FileSizeBytesMax)
        {
            return null;
        }

        if (_files.TryGetValue(full, out (DateTime Written, PageFile File) known) && known.Written == info.LastWriteTimeUtc)
        {
            return known.File;
        }

        PageFile file = Load(full, await File.ReadAllBytesAsync(full, cancellationToken).ConfigureAwait(false));
        _files[full] = (info.LastWriteTimeUtc, file);
        return file;
    }

    private PageFile Load(string full, byte[] plain)
    {
        string type = _types.TryGetContentType(full, out string? known) ? known : "application/octet-stream";
        bool isText = type.StartsWith("text/", StringComparison.Ordinal) || type.Contains("json", StringComparison.Ordinal)
            || type.Contains("javascript", StringComparison.Ordinal) || type.Contains("svg", StringComparison.Ordinal);
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 12))}\"";
        bool isHashed = full.StartsWith(_root + "assets" + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return new PageFile(
            plain,
            isText && plain.Length >= CompressedSizeBytesMin ? Compress(plain) : null,
            type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type,
            tag,
            isHashed);
    }

    private static byte[] Compress(byte[] plain)
    {
        using MemoryStream target = new();
        using (BrotliStream brotli = new(target, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(plain);
        }

        return target.ToArray();
    }
}
