using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wallstreet.Delta.Schema;

/// <summary>How this library writes JSON: compact, and only escaped where JSON demands it.</summary>
internal static class JsonText
{
    public static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 2000,
    };
}
