using Wallstreet.Lakehouse.Import.Files;
using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>Tells the dialect of a delimited text file from its beginning.</summary>
internal static class CsvSniffer
{
    private const int SampleRecords = 1000;
    private const int SampleChars = 1 << 20;

    // In the order of trust: what separates cells and is rare inside them comes first.
    private static readonly char[] _delimiters = ['\t', '|', ';', ','];

    /// <summary>Tells dialect and column names; null if the file has no record.</summary>
    public static (CsvDialect Dialect, IReadOnlyList<string> Names)? Sniff(
        InputFile file, TextEncoding encoding, ImportRequest request, ReadingRules rules)
    {
        string sample = ReadSample(file, encoding);
        char[] candidates = request.Delimiter is { } forced ? [forced] : _delimiters;
        Sample[] samples = [.. candidates.Select(d => new Sample(d, sample)).Where(static s => s.Records.Count > 0)];
        if (samples.Length == 0)
        {
            return null;
        }

        Sample best = samples.Where(static s => s.Cells > 1).OrderByDescending(static s => s.Score).FirstOrDefault() ?? samples[^1];
        string[] first = best.Records[0];
        bool hasHeader = request.HasHeader ?? HeaderSniffer.HasHeader(best.Records, rules);
        bool trailing = EndsWithDelimiter(best);
        int cells = hasHeader ? first.Length : best.Cells;
        if (trailing)
        {
            cells -= hasHeader && first[^1].Length > 0 ? 0 : 1;
        }

        string[] names = [.. Enumerable.Range(0, cells).Select(i => hasHeader && i < first.Length ? first[i].Trim() : "")];
        CsvDialect dialect = new(encoding.Name, encoding.MarkBytes > 0, best.Delimiter, best.LineEnding, hasHeader, trailing, cells);
        return (dialect, names);
    }

    private static string ReadSample(InputFile file, TextEncoding encoding)
    {
        using FileStream stream = InputStreams.Open(file);
        using StreamReader text = new(stream, encoding.Encoding, detectEncodingFromByteOrderMarks: true, 1 << 16);
        char[] chars = new char[SampleChars];
        try
        {
            return new string(chars, 0, text.ReadBlock(chars, 0, chars.Length));
        }
        catch (IOException error)
        {
            throw InputStreams.Unreadable(file, error);
        }
    }

    // As in the European Central Bank's files: a delimiter ends each line, and no cell follows it.
    private static bool EndsWithDelimiter(Sample sample)
    {
        string[] first = sample.Records[0];
        IReadOnlyList<string[]> full = [.. sample.Records.Where(r => r.Length == sample.Cells)];
        bool allEndBlank = sample.Cells > 1 && full.Skip(1).Any() && full.All(static r => r[^1].Length == 0);
        return allEndBlank && (first.Length == sample.Cells || first.Length == sample.Cells - 1);
    }

    private sealed class Sample
    {
        public Sample(char delimiter, string text)
        {
            Delimiter = delimiter;
            using StringReader reader = new(text);
            CsvReader csv = new(reader, delimiter);
            while (Records.Count < SampleRecords && csv.Read())
            {
                if (csv is { Error: null, IsEmptyLine: false })
                {
                    Records.Add([.. Enumerable.Range(0, csv.CellCount).Select(i => csv.GetCell(i).ToString())]);
                }
            }

            // A sample ends anywhere; what it ends with may be half a record.
            if (text.Length == SampleChars && Records.Count is > 1 and < SampleRecords)
            {
                Records.RemoveAt(Records.Count - 1);
            }

            if (Records.Count > 0)
            {
                IGrouping<int, string[]> modal = Records.GroupBy(static r => r.Length).OrderByDescending(static g => g.Count()).First();
                Cells = modal.Key;
                double share = (double)modal.Count() / Records.Count;
                Score = share + (Records[0].Length >= Cells - 1 && Records[0].Length <= Cells ? 0.5 : 0) - (0.01 * Array.IndexOf(_delimiters, delimiter));
            }

            (long lf, long crLf, long cr) = csv.LineEndings;
            int kinds = (lf > 0 ? 1 : 0) + (crLf > 0 ? 1 : 0) + (cr > 0 ? 1 : 0);
            LineEnding = kinds > 1 ? "mixed" : crLf > 0 ? "CRLF" : cr > 0 ? "CR" : "LF";
        }

        public char Delimiter { get; }

        public List<string[]> Records { get; } = [];

        /// <summary>How many cells most records have.</summary>
        public int Cells { get; }

        public double Score { get; }

        public string LineEnding { get; }
    }
}
