namespace Wallstreet.Lakehouse.Import;

/// <summary>What a file is.</summary>
public enum InputFormat
{
    /// <summary>Delimited text in any dialect: <c>.csv</c>, <c>.tsv</c>, <c>.psv</c>, <c>.txt</c>.</summary>
    Csv,

    /// <summary>One JSON object a line: <c>.jsonl</c>, <c>.ndjson</c>, <c>.json</c>.</summary>
    JsonLines,

    /// <summary>Parquet: <c>.parquet</c>, <c>.pq</c>.</summary>
    Parquet,
}
