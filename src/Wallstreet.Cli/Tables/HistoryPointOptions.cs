using System.CommandLine;
using Wallstreet.Cli.Commands;
using Wallstreet.Delta;

namespace Wallstreet.Cli.Tables;

/// <summary>The options that say at which point of its history a table is meant: a version or a time.</summary>
internal sealed class HistoryPointOptions
{
    private readonly Option<long?> _version;
    private readonly Option<string?> _timestamp;

    /// <param name="command">The command that takes them.</param>
    /// <param name="version">What a version means there.</param>
    /// <param name="timestamp">What a time means there.</param>
    public HistoryPointOptions(Command command, string version, string timestamp)
    {
        _version = NewVersionOption(version);
        _timestamp = new Option<string?>("--timestamp") { Description = timestamp, HelpName = "TIME" };
        command.Options.Add(_version);
        command.Options.Add(_timestamp);
    }

    /// <summary>The option of a command that takes no time.</summary>
    public static Option<long?> NewVersionOption(string description) =>
        LeastOption.New("--version", description, 0);

    /// <summary>Reads a text that is a version or a time.</summary>
    public static HistoryPoint Read(string option, string text) => HistoryPoint.TryParse(text, out HistoryPoint? point)
        ? point
        : throw new UsageException($"{option}: \"{text}\" is neither a version (12) nor a time (2024-05-01T16:00:00Z).");

    /// <summary>The point that was named; null if none was.</summary>
    public HistoryPoint? Read(CommandContext context) =>
        (context.Parsed.GetValue(_version), context.Parsed.GetValue(_timestamp)) switch
        {
            (not null, not null) => throw new UsageException("Name a version or a time, not both."),
            ({ } version, _) => HistoryPoint.At(version),
            (_, { } text) => HistoryPoint.TryParse(text, out HistoryPoint? point) && point.Timestamp is not null
                ? point
                : throw new UsageException($"--timestamp '{text}' is no time: write something like 2024-05-01T16:00:00Z."),
            _ => null,
        };
}
