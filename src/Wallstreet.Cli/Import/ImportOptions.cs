using System.CommandLine;
using Wallstreet.Lakehouse.Import;

namespace Wallstreet.Cli.Import;

/// <summary>The arguments of <c>import</c>.</summary>
internal sealed class ImportOptions
{
    private readonly Argument<string[]> _paths = new("path")
    {
        Description = "Files, and folders that are searched with all below them",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _table = new("--table", "-t") { Description = "The table, for example silver.daily_bars", HelpName = "T", Required = true };
    private readonly Option<ImportMode> _mode = new("--mode") { Description = "Append to the rows that are there, overwrite them, or merge by --key", HelpName = "append|overwrite|merge" };
    private readonly Option<string?> _keys = new("--key") { Description = "The columns that identify a row, for --mode merge", HelpName = "a,b" };
    private readonly Option<bool> _force = new("--force") { Description = "Append a file although the table holds it already" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Add a column: symbol={name} takes the file's name; also {file} and {folder}",
        HelpName = "COLUMN=TEXT",
    };

    private readonly Option<string[]> _types = new("--type")
    {
        Description = "Give a column its type: text, bigint, decimal(p,s), double, boolean, date, timestamp, timestamp_ntz",
        HelpName = "COLUMN=TYPE",
    };

    private readonly Option<string?> _source = new("--source-column") { Description = "The column that names a row's file (source_file where several are imported)", HelpName = "NAME" };
    private readonly Option<bool> _noSource = new("--no-source-column") { Description = "Add no such column" };
    private readonly Option<string?> _as = new("--as") { Description = "What the files are, whatever they are named", HelpName = "csv|jsonl|parquet" };
    private readonly Option<string?> _delimiter = new("--delimiter") { Description = "The character between cells; tab for a tabulator", HelpName = "C" };
    private readonly Option<bool?> _header = new("--header") { Description = "Whether the first record names the columns", HelpName = "true|false" };
    private readonly Option<string?> _decimal = new("--decimal") { Description = "What stands before decimals", HelpName = "point|comma" };
    private readonly Option<string?> _dateOrder = new("--date-order") { Description = "How to read 03/04/2024", HelpName = "day-first|month-first" };
    private readonly Option<string?> _encoding = new("--encoding") { Description = "The encoding of text, for example latin1", HelpName = "NAME" };
    private readonly Option<string?> _zone = new("--time-zone") { Description = "The zone of times that say none", HelpName = "America/New_York" };
    private readonly Option<string[]> _nulls = new("--null") { Description = "A text that means null, besides the usual ones", HelpName = "TEXT" };

    public void AddTo(Command command)
    {
        _as.AcceptOnlyFromAmong("csv", "jsonl", "parquet");
        _decimal.AcceptOnlyFromAmong("point", "comma");
        _dateOrder.AcceptOnlyFromAmong("day-first", "month-first");
        command.Arguments.Add(_paths);
        Option[] options =
        [
            _table, _mode, _keys, _force, _set, _types, _source, _noSource, _as, _delimiter, _header, _decimal, _dateOrder,
            _encoding, _zone, _nulls,
        ];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">The arguments do not fit together.</exception>
    public ImportRequest Read(ParseResult parsed)
    {
        ImportMode mode = parsed.GetValue(_mode);
        string[] keys = parsed.GetValue(_keys)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        if ((mode == ImportMode.Merge) != (keys.Length > 0))
        {
            throw new UsageException("--mode merge and --key go together: --mode merge --key symbol,date");
        }

        ImportRequest request = new(parsed.GetRequiredValue(_table), parsed.GetValue(_paths) ?? [])
        {
            Mode = mode,
            MergeKeys = keys,
            Force = parsed.GetValue(_force),
            SetColumns = Pairs(parsed.GetValue(_set), "--set"),
            Types = Pairs(parsed.GetValue(_types), "--type"),
            Format = FormatOf(parsed.GetValue(_as)),
            Delimiter = DelimiterOf(parsed.GetValue(_delimiter)),
            HasHeader = parsed.GetValue(_header),
            DecimalSeparator = parsed.GetValue(_decimal) switch { null => null, "comma" => ',', _ => '.' },
            DateOrder = parsed.GetValue(_dateOrder) switch { null => null, "day-first" => DateOrder.DayFirst, _ => DateOrder.MonthFirst },
            Encoding = parsed.GetValue(_encoding),
            TimeZone = parsed.GetValue(_zone),
        };
        string? source = parsed.GetValue(_source);
        return request with
        {
            SourceColumn = parsed.GetValue(_noSource) ? null : source ?? request.SourceColumn,
            SourceColumnAlways = source is not null,
            NullTokens = [.. request.NullTokens, .. parsed.GetValue(_nulls) ?? []],
        };
    }

    private static Dictionary<string, string> Pairs(string[]? texts, string option)
    {
        Dictionary<string, string> pairs = new(StringComparer.OrdinalIgnoreCase);
        foreach (string text in texts ?? [])
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !pairs.TryAdd(text[..equals].Trim(), text[(equals + 1)..]))
            {
                throw new UsageException($"{option} takes COLUMN=TEXT, each column once; \"{text}\" is not that.");
            }
        }

        return pairs;
    }

    private static InputFormat? FormatOf(string? text) => text switch
    {
        null => null,
        "csv" => InputFormat.Csv,
        "jsonl" => InputFormat.JsonLines,
        _ => InputFormat.Parquet,
    };

    private static char? DelimiterOf(string? text) => text switch
    {
        null => null,
        "tab" or "\\t" => '\t',
        { Length: 1 } => text[0],
        _ => throw new UsageException($"--delimiter takes one character, or tab; \"{text}\" is not that."),
    };
}
