using System.Globalization;
using System.Text;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Storage.Memory;

namespace Wallstreet.Delta.Tests.Engine;

/// <summary>Files with random rows and the statistics that Spark would write of them, some of them malformed, under random
/// conditions: no file is left out that has a matching row. Few files and many take different ways.</summary>
public sealed class SkippedFilesTests
{
    private static readonly StructType _schema = new(
        new StructField("i", PrimitiveType.Long),
        new StructField("d", PrimitiveType.Double),
        new StructField("f", PrimitiveType.Float),
        new StructField("s", PrimitiveType.String),
        new StructField("t", PrimitiveType.Timestamp),
        new StructField("n", PrimitiveType.TimestampNtz),
        new StructField("day", PrimitiveType.Date),
        new StructField("dec", new DecimalType(10, 2)),
        new StructField("b", PrimitiveType.Boolean),
        new StructField("o", new StructType(
            new StructField("x", PrimitiveType.Integer), new StructField("s", PrimitiveType.String))));

    private static readonly ColumnPath[] _columns =
        ["i", "d", "f", "s", "t", "n", "day", "dec", "b", new ColumnPath("o", "x"), new ColumnPath("o", "s")];

    private static readonly string[] _stems =
    [
        "", "a", "aa", "b", "zzz", "Zürich", "\uFFFD", "\uFFFF", "\U0010FFFF", "\U0001F600", "\0", "\u007F", "ｱ",
        new string('a', 31), new string('a', 32), new string('a', 33), new string('\u00FF', 40),
        new string('a', 31) + "\U0001F600" + "x", string.Concat(Enumerable.Repeat("\U0010FFFF", 33)),
        new string('\u007F', 33), new string('\uFFFF', 33),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(40, 600, false)]
    [InlineData(300, 300, false)]
    [InlineData(150, 300, true)]
    public async Task No_file_with_a_matching_row_is_left_out(int files, int conditions, bool asColumns)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Random random = new(seed + files);
            Dictionary<string, Literal?[][]> rows = [];
            List<AddFile> adds = [];
            for (int file = 0; file < files; file++)
            {
                string path = "f" + file.ToString(CultureInfo.InvariantCulture);
                rows[path] = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomRow(random))];
                adds.Add(Tables.File(path, WriteStatistics(rows[path], random)));
            }

            DeltaTable table = await DeltaTable.CreateAsync(
                new MemoryObjectStore("table"), new TableDefinition(_schema) { Files = adds }, Tables.Commit, null, Cancellation);

            // Opened anew: the statistics come from the log's bytes.
            table = await DeltaTable.OpenAsync(table.Store, null, Cancellation);
            Snapshot snapshot = await table.GetSnapshotAsync(Cancellation);
            Snapshot other = asColumns ? await FromColumnsAsync(snapshot) : snapshot;
            int pruned = 0;
            for (int condition = 0; condition < conditions; condition++)
            {
                Predicate predicate = RandomPredicate(random, 0);
                pruned += Check(other, predicate, rows);
                Assert.Equal(Plan(snapshot, predicate), Plan(other, predicate));
            }

            Assert.True(pruned > conditions, $"Only {pruned} files were left out: this proves nothing.");
        }
    }

    /// <summary>The same files with statistics that are columns of a checkpoint alone.</summary>
    private static async Task<Snapshot> FromColumnsAsync(Snapshot snapshot)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            new MemoryObjectStore("columns"),
            new TableDefinition(_schema)
            {
                Files = [.. snapshot.Files],
                Properties = new Dictionary<string, string>
                {
                    ["delta.checkpoint.writeStatsAsJson"] = "false", ["delta.checkpoint.writeStatsAsStruct"] = "true",
                },
            },
            Tables.Commit,
            null,
            Cancellation);
        await table.WriteCheckpointAsync(await table.GetSnapshotAsync(Cancellation), Cancellation);
        await table.Store.DeleteAsync(Log.LogFile.CommitKey(0), Cancellation);
        return await (await DeltaTable.OpenAsync(table.Store, null, Cancellation)).GetSnapshotAsync(Cancellation);
    }

    private static IEnumerable<(string, FileMatch)> Plan(Snapshot snapshot, Predicate predicate) =>
        snapshot.PlanScan(predicate).Files.Select(static file => (file.Add.Path, file.Match)).Order();

    private static int Check(Snapshot snapshot, Predicate predicate, Dictionary<string, Literal?[][]> rows)
    {
        ScanPlan plan = snapshot.PlanScan(predicate);
        Dictionary<string, FileMatch> planned = plan.Files.ToDictionary(static file => file.Add.Path, static file => file.Match);
        foreach ((string path, Literal?[][] file) in rows)
        {
            int matching = file.Count(row => predicate.Evaluate(
                _schema, column => row[Array.IndexOf(_columns, column)]) is true);
            FileMatch match = planned.GetValueOrDefault(path, FileMatch.None);
            Assert.True(
                match switch { FileMatch.None => matching == 0, FileMatch.All => matching == file.Length, _ => true },
                $"{predicate}: {path} is {match}, {matching} of {file.Length} rows match: "
                + $"{string.Join(" / ", file.Select(static row => string.Join(", ", row.Select(static value => value?.ToString() ?? "∅"))))}\n"
                + snapshot.Files.Single(add => add.Path == path).Statistics);
        }

        return rows.Count - planned.Count;
    }

    private static Literal?[] RandomRow(Random random) =>
        [.. _columns.Select(column => random.Next(6) == 0 ? null : RandomValue(column, random))];

    private static Literal RandomValue(ColumnPath column, Random random)
    {
        DeltaType type = column.FindIn(_schema)!.Type;
        return type switch
        {
            DecimalType => new Literal(type, new DeltaDecimal(random.Next(-300, 300), 2)),
            PrimitiveType { Kind: PrimitiveKind.String } => Literal.Of(
                _stems[random.Next(_stems.Length)] + (random.Next(2) == 0 ? "" : _stems[random.Next(_stems.Length)])),
            PrimitiveType { Kind: PrimitiveKind.Double } => Literal.Of(RandomDouble(random)),
            PrimitiveType { Kind: PrimitiveKind.Float } => new Literal(type, (double)(float)RandomDouble(random)),
            PrimitiveType { Kind: PrimitiveKind.Boolean } => Literal.Of(random.Next(2) == 0),
            PrimitiveType { Kind: PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz } =>
                new Literal(type, random.Next(-3, 3) * 1000L + random.Next(-1, 2) * random.Next(1000)),
            _ => new Literal(type, (long)random.Next(-6, 7)),
        };
    }

    private static double RandomDouble(Random random) => random.Next(12) switch
    {
        0 => double.NaN,
        1 => -0.0,
        2 => 0.0,
        3 => double.PositiveInfinity,
        4 => double.NegativeInfinity,
        5 => 0.1,
        _ => random.Next(-5, 6) + (random.Next(4) * 0.25),
    };

    private static Predicate RandomPredicate(Random random, int depth)
    {
        switch (depth > 2 ? random.Next(4) : random.Next(9))
        {
            case 0:
                return new Predicate.IsNull(_columns[random.Next(_columns.Length)]);
            case 1:
                ColumnPath among = _columns[random.Next(_columns.Length)];
                return new Predicate.In(
                    among, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => RandomValue(among, random))]);
            case 4:
                return new Predicate.Not(RandomPredicate(random, depth + 1));
            case 5:
                return new Predicate.IsNotTrue(RandomPredicate(random, depth + 1));
            case 6:
                return new Predicate.And([RandomPredicate(random, depth + 1), RandomPredicate(random, depth + 1)]);
            case 7:
                return new Predicate.Or([RandomPredicate(random, depth + 1), RandomPredicate(random, depth + 1)]);
            default:
                ColumnPath column = _columns[random.Next(_columns.Length)];
                return new Predicate.Comparison(
                    column, (ComparisonOperator)random.Next(Enum.GetValues<ComparisonOperator>().Length), RandomValue(column, random));
        }
    }

    private static string? WriteStatistics(Literal?[][] rows, Random random)
    {
        switch (random.Next(20))
        {
            case 0:
                return null;
            case 1:
                return "{\"numRecords\":";
            case 2:
                return "[]";
            default:
                break;
        }

        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", random.Next(30) == 0 ? -1 : rows.Length);
            WriteSection(json, "minValues", rows, random, (column, values) => Bound(column, values, -1, random));
            WriteSection(json, "maxValues", rows, random, (column, values) => Bound(column, values, +1, random));
            WriteSection(json, "nullCount", rows, random, (column, values) =>
                values.Count(static value => value is null).ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteSection(
        Utf8JsonWriter json, string name, Literal?[][] rows, Random random, Func<ColumnPath, Literal?[], string?> write)
    {
        json.WriteStartObject(name);
        bool nested = false;
        for (int column = 0; column < _columns.Length; column++)
        {
            int at = column;
            if (_columns[column].Names.Count == 2 && !nested)
            {
                json.WriteStartObject("o");
                nested = true;
            }

            // Of wrong types, or not there at all.
            string? text = random.Next(25) switch
            {
                0 => null,
                1 => "{}",
                2 => "[1]",
                3 => "true",
                4 => "\"?\"",
                _ => write(_columns[column], [.. rows.Select(row => row[at])]),
            };
            if (text is not null && !(text is "\"?\"" or "true" && IsTrusted(_columns[column], text)))
            {
                json.WritePropertyName(_columns[column].Names[^1]);
                json.WriteRawValue(text, skipInputValidation: true);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>A text for a text, and a truth for a truth, would not be malformed but a lie.</summary>
    private static bool IsTrusted(ColumnPath column, string text) =>
        column.FindIn(_schema)!.Type == (text == "true" ? PrimitiveType.Boolean : PrimitiveType.String);

    private static string? Bound(ColumnPath column, Literal?[] values, int direction, Random random)
    {
        Literal[] present = [.. values.OfType<Literal>().Where(static value => value.Value is not double.NaN)];
        if (present.Length == 0)
        {
            return null;
        }

        Literal bound = present.Aggregate((best, value) =>
            Literal.Compare(value, best) * direction > 0 ? value : best);
        return bound.Value switch
        {
            string text => JsonSerializer.Serialize(direction < 0 ? CutMin(text) : CutMax(text)),
            long microseconds when column.Names[0] is "t" or "n" =>
                $"\"{Milliseconds(microseconds)}{(column.Names[0] == "t" ? random.Next(2) == 0 ? "Z" : "+00:00" : "")}\"",
            double number when !double.IsFinite(number) => JsonSerializer.Serialize(number.ToString("R", CultureInfo.InvariantCulture)),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            long when column.Names[0] == "day" => $"\"{bound}\"",
            _ => bound.ToString(),
        };
    }

    private static string Milliseconds(long microseconds) => DateTime.UnixEpoch
        .AddMilliseconds(Math.Floor(microseconds / 1000.0)).ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static string CutMin(string text) => new([.. text.EnumerateRunes().Take(32).SelectMany(static rune => rune.ToString())]);

    /// <summary>As Spark does: a letter greater than the one that follows takes the place of what is cut.</summary>
    private static string CutMax(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        return runes.Length <= 32 || runes[32].Value == 0x10FFFF ? text : CutMin(text) + (runes[32].Value < 0x7F ? "\u007F" : "\U0010FFFF");
    }
}
