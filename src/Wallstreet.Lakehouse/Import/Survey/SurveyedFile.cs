using Wallstreet.Lakehouse.Import.Files;
using Wallstreet.Lakehouse.Import.Records;

namespace Wallstreet.Lakehouse.Import.Survey;

/// <summary>A file of which everything is known that decides how it is read.</summary>
internal sealed record SurveyedFile(InputFile File, Fingerprint Print)
{
    public TextEncoding? Encoding { get; init; }

    public CsvDialect? Dialect { get; init; }

    public IReadOnlyList<SurveyedColumn> Columns { get; init; } = [];

    /// <summary>How many records can be read.</summary>
    public long Records { get; init; }

    /// <summary>How many records have a wrong number of cells.</summary>
    public long Ragged { get; init; }

    /// <summary>Opens the file's records once more; at their end the file is known to be the same.</summary>
    public RecordReader Open()
    {
        VerifiedStream stream = new(File, Print);
        return File.Format switch
        {
            InputFormat.Csv => new CsvRecords(stream, Encoding!.Encoding, Dialect!, [.. Columns.Select(static c => c.SourceName)]),
            InputFormat.JsonLines => new JsonLineRecords(stream, Encoding!.Encoding),
            _ => new ParquetRecords(File, stream),
        };
    }
}
