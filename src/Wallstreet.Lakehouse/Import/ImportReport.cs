namespace Wallstreet.Lakehouse.Import;

/// <summary>What an import has done, and what the sniffer chose.</summary>
public sealed record ImportReport
{
    /// <summary>The table's dotted name.</summary>
    public required string Table { get; init; }

    /// <summary>The version that was committed.</summary>
    public required long Version { get; init; }

    /// <summary>How many rows were written.</summary>
    public required long Rows { get; init; }

    /// <summary>How many records were put aside.</summary>
    public required long RowsQuarantined { get; init; }

    /// <summary>Where they were put; null if there were none.</summary>
    public string? QuarantineTable { get; init; }

    /// <summary>How many bytes the files have.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The files, in the order of their import.</summary>
    public required IReadOnlyList<ImportedFile> Files { get; init; }

    /// <summary>The columns of the rows.</summary>
    public required IReadOnlyList<ImportedColumn> Columns { get; init; }

    /// <summary>What somebody should know: choices that could be otherwise, renamed columns, skipped files.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A file that was imported.</summary>
public sealed record ImportedFile
{
    /// <summary>The file, as the source column names it.</summary>
    public required string Path { get; init; }

    /// <summary>The SHA-256 of its bytes, in lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Its length.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many rows it gave.</summary>
    public required long Rows { get; init; }

    /// <summary>How many of its records were put aside.</summary>
    public required long RowsQuarantined { get; init; }

    /// <summary>What it is.</summary>
    public required InputFormat Format { get; init; }

    /// <summary>How its text is written; null for Parquet.</summary>
    public CsvDialect? Dialect { get; init; }
}

/// <summary>How a text file is written.</summary>
/// <param name="Encoding">The encoding, for example <c>utf-8</c>.</param>
/// <param name="ByteOrderMark">Whether the file begins with a byte order mark.</param>
/// <param name="Delimiter">The character between cells.</param>
/// <param name="LineEnding"><c>LF</c>, <c>CRLF</c>, <c>CR</c> or <c>mixed</c>.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="TrailingDelimiter">Whether lines end with a delimiter that begins no further cell.</param>
/// <param name="Cells">How many cells a record has.</param>
public sealed record CsvDialect(string Encoding, bool ByteOrderMark, char Delimiter, string LineEnding, bool HasHeader,
    bool TrailingDelimiter, int Cells)
{
    /// <summary>The dialect in words.</summary>
    public string Describe()
    {
        string delimiter = Delimiter switch
        {
            ',' => "comma",
            ';' => "semicolon",
            '\t' => "tab",
            '|' => "pipe",
            _ => $"'{Delimiter}'",
        };
        return $"{Encoding}{(ByteOrderMark ? " with byte order mark" : "")}, {delimiter}{(TrailingDelimiter ? " (also at line ends)" : "")}, "
            + $"{LineEnding}, {(HasHeader ? "header" : "no header")}";
    }
}

/// <summary>A column that was imported.</summary>
public sealed record ImportedColumn
{
    /// <summary>The name in the table.</summary>
    public required string Name { get; init; }

    /// <summary>The name in the files; null for a column that the import added.</summary>
    public string? SourceName { get; init; }

    /// <summary>The type, as SQL writes it: <c>DECIMAL(18,4)</c>.</summary>
    public required string Type { get; init; }

    /// <summary>How its values are written, for example <c>MM/dd/yyyy</c> or <c>decimal comma</c>; null if plain.</summary>
    public string? Format { get; init; }

    /// <summary>How many values were read, nulls not counted.</summary>
    public required long Values { get; init; }

    /// <summary>How many cells were blank or absent.</summary>
    public required long Blanks { get; init; }

    /// <summary>The texts that were read as null.</summary>
    public IReadOnlyList<string> NullTokens { get; init; } = [];
}
