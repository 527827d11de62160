namespace Wallstreet.Lakehouse.Import;

/// <summary>What to import, and where to.</summary>
/// <param name="Table">The table's dotted name or asset key: <c>silver.daily_bars</c>.</param>
/// <param name="Paths">Files, and folders that are searched with all below them.</param>
public sealed record ImportRequest(string Table, IReadOnlyList<string> Paths)
{
    private static readonly Dictionary<string, string> _none = [];

    /// <summary>What happens to the rows that are there. Default: they stay.</summary>
    public ImportMode Mode { get; init; }

    /// <summary>The columns by which <see cref="ImportMode.Merge"/> finds a row, by their names in the table.</summary>
    public IReadOnlyList<string> MergeKeys { get; init; } = [];

    /// <summary>Whether a file that was appended to the table before is appended once more.</summary>
    public bool Force { get; init; }

    /// <summary>Columns whose value is the same for a whole file: name → text, in which <c>{name}</c> is the file's name
    /// without extension, <c>{file}</c> with it and <c>{folder}</c> the name of its folder.</summary>
    public IReadOnlyDictionary<string, string> SetColumns { get; init; } = _none;

    /// <summary>The column that names the file of a row; null for none. It is added when several files are imported, and
    /// always when <see cref="SourceColumnAlways"/> is set.</summary>
    /// <value><c>source_file</c> by default.</value>
    public string? SourceColumn { get; init; } = "source_file";

    /// <summary>Whether the source column is added for a single file, too.</summary>
    public bool SourceColumnAlways { get; init; }

    /// <summary>Types that are not to be told from the data: column → <c>text</c>, <c>bigint</c>, <c>decimal(p,s)</c>,
    /// <c>double</c>, <c>boolean</c>, <c>date</c>, <c>timestamp</c> (an instant) or <c>timestamp_ntz</c>.</summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = _none;

    /// <summary>What all files are, whatever they are named; null goes by extension.</summary>
    public InputFormat? Format { get; init; }

    /// <summary>The character between cells; null lets the sniffer tell.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first record names the columns; null lets the sniffer tell.</summary>
    public bool? HasHeader { get; init; }

    /// <summary>The character before decimals, <c>.</c> or <c>,</c>; null lets the sniffer tell.</summary>
    public char? DecimalSeparator { get; init; }

    /// <summary>The order of day and month; null lets the sniffer tell by evidence.</summary>
    public DateOrder? DateOrder { get; init; }

    /// <summary>The encoding of text files, for example <c>utf-8</c> or <c>latin1</c>; null lets the sniffer tell.</summary>
    public string? Encoding { get; init; }

    /// <summary>The time zone (<c>America/New_York</c>) of timestamps that say none; null keeps them without zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Texts that mean null in columns that are not text.</summary>
    public IReadOnlyList<string> NullTokens { get; init; } =
        ["NA", "N/A", "n/a", "#N/A", "NaN", "nan", "NULL", "null", "None", "-", "--", "."];
}
