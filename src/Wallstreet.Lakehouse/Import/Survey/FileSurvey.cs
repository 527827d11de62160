using System.Globalization;
using Wallstreet.Lakehouse.Import.Files;
using Wallstreet.Lakehouse.Import.Records;
using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Survey;

/// <summary>
/// Reads a file as a whole before a row of it is written: its hash, its encoding, its dialect from a sample, then every
/// cell of every record, so that types hold for all of it and not only for its beginning.
/// </summary>
internal sealed class FileSurvey(ImportRequest request, ReadingRules rules, ImportMeter meter, List<string> notes)
{
    private const int CancellationRecords = 4096;

    /// <summary>Surveys a file; null if it has no record.</summary>
    public async Task<SurveyedFile?> TakeAsync(InputFile file, CancellationToken cancellationToken)
    {
        Fingerprint print = await Fingerprint.TakeAsync(file, static _ => { }, cancellationToken).ConfigureAwait(false);
        if (print.Bytes == 0)
        {
            notes.Add($"{file.DisplayPath}: is empty.");
            return null;
        }

        SurveyedFile surveyed = new(file, print);
        return await Task.Run(() => file.Format switch
        {
            InputFormat.Csv => Csv(surveyed, cancellationToken),
            InputFormat.JsonLines => Json(surveyed, cancellationToken),
            _ => Parquet(surveyed),
        }, cancellationToken).ConfigureAwait(false);
    }

    private SurveyedFile? Csv(SurveyedFile file, CancellationToken cancellationToken)
    {
        TextEncoding encoding = TextEncoding.Tell(request.Encoding, file.File, file.Print, notes);
        if (CsvSniffer.Sniff(file.File, encoding, request, rules) is not { } sniffed)
        {
            return WithoutRecords(file);
        }

        file = file with
        {
            Encoding = encoding,
            Dialect = sniffed.Dialect,
            Columns = Named(sniffed.Names, static (name, source, _) => new SurveyedColumn(name, source, null, ColumnDecision.Undecided)),
        };
        return Profile(file, sniffed.Dialect.Delimiter, cancellationToken);
    }

    private SurveyedFile? Json(SurveyedFile file, CancellationToken cancellationToken)
    {
        TextEncoding encoding = TextEncoding.Tell(request.Encoding, file.File, file.Print, notes);
        string start = encoding.Encoding.GetString(file.Print.Start.AsSpan(encoding.MarkBytes)).TrimStart();
        if (start.StartsWith('['))
        {
            throw new ImportException($"{file.File.DisplayPath} is one JSON array. Imports take JSON lines: one object on each "
                + "line, without brackets and commas around them (jq -c '.[]' makes that).");
        }

        SurveyedFile? surveyed = Profile(file with { Encoding = encoding }, null, cancellationToken);
        if (surveyed is { Columns.Count: 0 })
        {
            throw new ImportException($"{file.File.DisplayPath} holds no JSON object on a line of its own: none of its lines could be "
                + "read. An object that spreads over several lines must be put on one (jq -c . makes that).");
        }

        return surveyed;
    }

    private SurveyedFile? Parquet(SurveyedFile file)
    {
        using ParquetRecords records = new(file.File, new VerifiedStream(file.File, file.Print));
        IReadOnlyList<ColumnType> types = records.Types;
        meter.Add(records.RowCount, file.Print.Bytes);
        return records.RowCount == 0
            ? WithoutRecords(file)
            : file with
            {
                Records = records.RowCount,
                Columns = Named(records.Names, (name, source, i) => new SurveyedColumn(
                    name, source, null, new ColumnDecision(types[i], new TextStyle('.', DateOrder.MonthFirst), null))),
            };
    }

    private SurveyedFile? Profile(SurveyedFile file, char? delimiter, CancellationToken cancellationToken)
    {
        List<ColumnProfile> profiles = [];
        long good = 0;
        long ragged = 0;
        using (RecordReader records = file.Open())
        {
            while (records.Read())
            {
                if ((good + ragged) % CancellationRecords == 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                }

                meter.Record(records.BytesRead);
                if (records.Error is not null)
                {
                    ragged += records is CsvRecords { IsRagged: true } ? 1 : 0;
                    continue;
                }

                good++;
                Take(records, profiles);
            }

            meter.EndFile(file.Print.Bytes);
            RequireRegular(file, good, ragged);
        }

        if (good == 0 && delimiter is not null && ragged == 0)
        {
            return WithoutRecords(file);
        }

        FileEvidence evidence = new(profiles, delimiter, request);
        string[] names = [.. profiles.Select(static p => p.SourceName)];
        return file with
        {
            Records = good,
            Ragged = ragged,
            Columns = Named(names, (name, source, i) => new SurveyedColumn(
                name, source, profiles[i], ColumnDecision.Of(profiles[i], evidence, rules, file.File.DisplayPath, notes))),
        };
    }

    private void Take(RecordReader records, List<ColumnProfile> profiles)
    {
        for (int i = 0; i < records.Names.Count; i++)
        {
            if (i == profiles.Count)
            {
                profiles.Add(new ColumnProfile(records.Names[i], rules));
            }

            profiles[i].Add(records.GetCell(i));
        }
    }

    private static void RequireRegular(SurveyedFile file, long good, long ragged)
    {
        if (ragged > good && file.Dialect is { } dialect)
        {
            throw new ImportException(string.Create(CultureInfo.InvariantCulture,
                $"{file.File.DisplayPath}: {ragged} of {good + ragged} records do not have the {dialect.Cells} cells of its first line "
                + $"({dialect.Describe()}). Force the dialect with --delimiter or --header, or mend the first line."));
        }
    }

    private SurveyedFile? WithoutRecords(SurveyedFile file)
    {
        notes.Add($"{file.File.DisplayPath}: has no record{(file.File.Format == InputFormat.Parquet ? "" : " below its header")}.");
        return null;
    }

    private static List<SurveyedColumn> Named(IReadOnlyList<string> sources, Func<string, string, int, SurveyedColumn> make)
    {
        IReadOnlyList<string> names = ColumnNames.Safe(sources);
        return [.. names.Select((name, i) => make(name, sources[i], i))];
    }
}
