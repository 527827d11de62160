using System.Text.RegularExpressions;

namespace Wallstreet.Delta.Files;

/// <summary>Reads what the Parquet library says of a file.</summary>
internal static partial class ParquetErrors
{
    /// <summary>The reason as a part of a sentence, without a point at its end. The library puts the names of its own types
    /// around it, in letters of a linker.</summary>
    public static string Reason(Exception exception)
    {
        string said = exception.Message;
        return (Wrapped().Match(said) is { Success: true } match ? match.Groups[1].Value : said).TrimEnd('.', '\n');
    }

    [GeneratedRegex(@"^\S+ \(message: '(?:\w+: )?(.*)'\)\s*\z", RegexOptions.Singleline)]
    private static partial Regex Wrapped();
}
