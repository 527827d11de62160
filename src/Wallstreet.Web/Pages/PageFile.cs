namespace Wallstreet.Web.Pages;

/// <summary>A file of the pages, ready to be sent.</summary>
internal sealed record PageFile(byte[] Plain, byte[]? Brotli, string ContentType, string Tag, bool Immutable);
