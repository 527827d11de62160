using System.Text.RegularExpressions;

namespace Wallstreet.Cli.Output;

/// <summary>Errors on standard error.</summary>
internal static partial class ErrorReport
{
    /// <summary>Writes what failed and why, with the causes that say more; with the stack only if asked for.</summary>
    public static async Task WriteAsync(TextWriter writer, string program, Exception error, bool verbose)
    {
        if (verbose)
        {
            await writer.WriteLineAsync(error.ToString()).ConfigureAwait(false);
            return;
        }

        await writer.WriteLineAsync($"{program}: {MessageOf(error)}").ConfigureAwait(false);
        string said = error.Message;
        for (Exception? cause = error.InnerException; cause is not null; cause = cause.InnerException)
        {
            // An exception without a message of its own says only its type, which means nothing to a user, and one that
            // holds what was said already says it in the words of an engine, of text that the user did not write.
            string words = WordsOf(cause);
            if (!said.Contains(words, StringComparison.Ordinal)
                && !cause.Message.Contains(error.Message, StringComparison.Ordinal)
                && !cause.Message.Contains($"'{cause.GetType().FullName}'", StringComparison.Ordinal))
            {
                await writer.WriteLineAsync($"  because: {words}").ConfigureAwait(false);
                said += words;
            }
        }
    }

    /// <summary>What a library says, without what it adds for its developers: the reader of JSON the place, which is that of one
    /// line, and the Parquet library the name of a type, in letters of a linker.</summary>
    private static string WordsOf(Exception cause) => ParquetWords().Match(cause.Message) is { Success: true } parquet
        ? parquet.Groups[1].Value
        : cause.Message.Split(" LineNumber:")[0];

    [GeneratedRegex(@"^\S+ \(message: '(?:\w+: )?(.*?)\.?'\)\s*\z", RegexOptions.Singleline)]
    private static partial Regex ParquetWords();

    // .NET adds the name of the parameter to the messages of its argument errors; to a user it means nothing.
    private static string MessageOf(Exception error) => error is ArgumentException { ParamName: { } name }
        ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : error.Message;
}
