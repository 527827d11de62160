using Wallstreet.Cli.Commands;

namespace Wallstreet.Cli.Sql;

/// <summary>Where the text of a statement comes from: the arguments, a file, or what is piped in.</summary>
internal static class StatementText
{
    public static async ValueTask<string> ReadAsync(
        CommandContext context, string? argument, string? file, CancellationToken cancellationToken)
    {
        if (file is not null && argument is not null)
        {
            throw new UsageException("Give the statement or --file, not both.");
        }

        string text = file is not null
            ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)
            : argument is not null and not "-"
                ? argument
                : await ReadInputAsync(context, argument, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text)
            ? throw new UsageException("There is no statement: write it as an argument, name a --file, or pipe it in.")
            : text;
    }

    private static async ValueTask<string> ReadInputAsync(CommandContext context, string? argument, CancellationToken cancellationToken)
    {
        // With "-" somebody may also type it, and end it with Ctrl+D.
        TextReader? input = context.Terminal.Input ?? (argument == "-" ? Console.In : null);
        return input is null ? "" : await input.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
    }
}
