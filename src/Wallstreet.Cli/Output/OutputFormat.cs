namespace Wallstreet.Cli.Output;

/// <summary>How a command prints rows.</summary>
public enum OutputFormat
{
    /// <summary>For people: a drawn table in a terminal, aligned plain columns in a pipe.</summary>
    Table,

    /// <summary>One JSON array of objects: numbers as numbers, decimals as strings, timestamps in ISO 8601 with zone.</summary>
    Json,

    /// <summary>RFC 4180 with a header line.</summary>
    Csv,
}
