namespace Wallstreet.Cli.Output;

/// <summary>Errors on standard error.</summary>
internal static class ErrorReport
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
            if (!said.Contains(cause.Message, StringComparison.Ordinal)
                && !cause.Message.Contains(error.Message, StringComparison.Ordinal)
                && !cause.Message.Contains($"'{cause.GetType().FullName}'", StringComparison.Ordinal))
            {
                await writer.WriteLineAsync($"  because: {cause.Message}").ConfigureAwait(false);
                said += cause.Message;
            }
        }
    }

    // .NET adds the name of the parameter to the messages of its argument errors; to a user it means nothing.
    private static string MessageOf(Exception error) => error is ArgumentException { ParamName: { } name }
        ? error.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal)
        : error.Message;
}
