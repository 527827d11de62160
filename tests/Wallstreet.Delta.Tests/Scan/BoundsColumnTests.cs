using System.Text;
using CsCheck;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Scan.Bounds;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Tests.Scan;

/// <summary>Statistics that are read into columns say what they say one by one, and predicates decide alike.</summary>
public sealed class BoundsColumnTests
{
    private static readonly StructType _schema = new(
        new StructField("x", PrimitiveType.Long),
        new StructField("i", PrimitiveType.Integer),
        new StructField("d", PrimitiveType.Double),
        new StructField("f", PrimitiveType.Float),
        new StructField("n", new DecimalType(12, 3)),
        new StructField("s", PrimitiveType.String),
        new StructField("day", PrimitiveType.Date),
        new StructField("t", PrimitiveType.Timestamp),
        new StructField("w", PrimitiveType.TimestampNtz),
        new StructField("b", PrimitiveType.Boolean),
        new StructField("z", PrimitiveType.Binary),
        new StructField("o", new StructType(new StructField("x", PrimitiveType.Long))));

    private static readonly ColumnPath[] _columns =
        ["x", "i", "d", "f", "n", "s", "day", "t", "w", "b", "z", new ColumnPath("o", "x")];

    /// <summary>Values as some writer may leave them, good and bad.</summary>
    private static readonly Gen<string> _values = Gen.OneOf(
        Gen.Int[-5, 5].Select(value => $"{value}"),
        Gen.Long.Select(value => $"{value}"),
        Gen.Double[-9, 9].Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Int[-99999, 99999].Select(value => $"{value / 1000}.{Math.Abs(value % 1000):D3}"),
        Gen.Int[0, 40000].Select(value => $"\"{new DateOnly(1960, 1, 1).AddDays(value):yyyy-MM-dd}\""),
        Gen.Select(Gen.Long[-400_000_000_000, 1_800_000_000_000], OneOf("fff", "ffffff", "f", "fff'Z'", "fff'+02:00'"), (time, rest) =>
            $"\"{DateTime.UnixEpoch.AddMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss." + rest, System.Globalization.CultureInfo.InvariantCulture)}\""),
        OneOf(
            "null", "true", "false", "\"\"", "\"a\"", "\"b\"", "\"ü\"", "\"😀\"", "\"a\\\"b\"", "\"a\\u0041\"", "\"NaN\"", "\"-Infinity\"",
            "\"12.5\"", "-0", "-0.0", "1e3", "1E-7", "01", "1.", "-", "+1", "1e999", "[1,2]", "{\"x\":1}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"",
            "\"üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü\"", "\"2024-02-30\"", "\"2024-1-1\"", "\"0000-01-01\"", "9223372036854775808", "123456789012345678901234567890"));

    private static readonly Gen<string> _names = OneOf("x", "i", "d", "f", "n", "s", "day", "t", "w", "b", "z", "o", "unknown");

    private static readonly Gen<string> _sections = Gen.Select(_names, _values).Array[0, 6].Select(pairs =>
        "{" + string.Join(',', pairs.Select(pair => $"\"{pair.Item1}\":{(pair.Item1 == "o" ? $"{{\"x\":{pair.Item2}}}" : pair.Item2)}")) + "}");

    private static readonly Gen<string> _texts = Gen.Select(
        OneOf("3", "0", "-1", "null", "\"3\"", "3.0"), _sections, _sections, _sections, OneOf("", ",\"tightBounds\":false", ",\"tightBounds\":true", ",\"more\":[1,{\"a\":\"b\"}]", "}"),
        (rows, min, max, nulls, end) => $"{{\"numRecords\":{rows},\"minValues\":{min},\"maxValues\":{max},\"nullCount\":{nulls}{end}}}");

    /// <summary>Several writers, each with files that differ in their values only, so that shapes are learned and met.
    /// </summary>
    private static readonly Gen<string[]> _files = Gen.Select(
        _texts.Array[1, 4],
        Gen.Select(_values, _values, _values, (min, max, nulls) =>
            $"{{\"numRecords\":7,\"minValues\":{{\"x\":{min},\"s\":\"m\"}},\"maxValues\":{{\"x\":{max},\"s\":{max}}},\"nullCount\":{{\"x\":{nulls}}}}}").Array[1, 12],
        (some, more) => (string[])[.. some, .. more, .. some]);

    [Fact]
    public void Columns_hold_what_is_read_file_by_file()
    {
        Gen.Select(_files, Gen.Bool).Sample(
            (texts, escaped) =>
            {
                AddFile[] files = [.. texts.Select(text => File(text, escaped))];
                (BoundsColumn[] bounds, StatisticsLayout layout, long[] counts) = Read(files);
                for (int file = 0; file < files.Length; file++)
                {
                    FileStatistics? expected = layout.Read(Encoding.UTF8.GetBytes(texts[file]));
                    Assert.Equal(expected?.RecordCount ?? -1, counts[file]);
                    for (int column = 0; column < _columns.Length; column++)
                    {
                        ColumnFacts facts = expected?.GetFacts(column) ?? ColumnFacts.Unknown(layout.Columns[column].Type);
                        ColumnFacts actual = bounds[column].Get(file);
                        Assert.True(
                            facts == actual && facts.Min?.ToString() == actual.Min?.ToString() && facts.Max?.ToString() == actual.Max?.ToString(),
                            $"{texts[file]} column {_columns[column]}: {facts} and {actual}");
                    }
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Predicates_decide_over_columns_as_they_do_file_by_file()
    {
        Gen<Literal> literals = Gen.OneOf(
            Gen.Int[-5, 5].Select(value => Literal.Of((long)value)),
            Gen.Int[-5, 5].Select(value => Literal.Of(value)),
            Gen.Long.Select(value => Literal.Of(value)),
            OneOf(0.0, -0.0, 1.5, double.NaN, double.PositiveInfinity, -3.25).Select(Literal.Of),
            Gen.Int[-9999, 9999].Select(value => Literal.Of(value / 1000m)),
            OneOf("a", "b", "m", "", "ü", "😀", "\uD800", "2024-01-01", "1", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").Select(Literal.Of),
            Gen.Int[0, 40000].Select(value => Literal.Of(new DateOnly(1960, 1, 1).AddDays(value))),
            Gen.Long[-400_000_000_000, 1_800_000_000_000].Select(time => Literal.Of(DateTimeOffset.UnixEpoch.AddMilliseconds(time))),
            Gen.Bool.Select(Literal.Of));
        Gen<ColumnPath> columns = Gen.Int[0, _columns.Length].Select(column => column == _columns.Length ? (ColumnPath)"unknown" : _columns[column]);
        Gen<Predicate> leaves = Gen.OneOf(
            Gen.Select(columns, Gen.Enum<ComparisonOperator>(), literals, (column, comparison, value) =>
                (Predicate)new Predicate.Comparison(column, comparison, value)),
            Gen.Select(columns, literals.Array[0, 3], (column, values) => (Predicate)new Predicate.In(column, values)),
            columns.Select(column => (Predicate)new Predicate.IsNull(column)),
            Gen.Const((Predicate)new Predicate.Opaque("f(x)")));
        Gen<Predicate> predicates = Gen.Recursive<Predicate>((depth, inner) => depth > 2 ? leaves : Gen.OneOf(
            leaves,
            inner.Select(operand => (Predicate)new Predicate.Not(operand)),
            inner.Select(operand => (Predicate)new Predicate.IsNotTrue(operand)),
            inner.Array[1, 3].Select(operands => (Predicate)new Predicate.And(operands)),
            inner.Array[1, 3].Select(operands => (Predicate)new Predicate.Or(operands))));
        Gen.Select(_files, predicates).Sample(
            (texts, predicate) =>
            {
                AddFile[] files = [.. texts.Select(text => File(text, true))];
                (BoundsColumn[] bounds, StatisticsLayout layout, _) = Read(files);
                FactsTable facts = new(column => column.FindIn(_schema)?.Type ?? PrimitiveType.Void);
                for (int column = 0; column < _columns.Length; column++)
                {
                    facts.Add(_columns[column], bounds[column]);
                }

                byte[] outcomes = new byte[files.Length];
                predicate.Evaluate(facts, outcomes);
                for (int file = 0; file < files.Length; file++)
                {
                    FileStatistics? read = layout.Read(Encoding.UTF8.GetBytes(texts[file]));
                    Outcomes expected = predicate.Evaluate(column => layout.IndexOf(column) is >= 0 and var position
                        ? read?.GetFacts(position) ?? ColumnFacts.Unknown(layout.Columns[position].Type)
                        : ColumnFacts.Unknown(PrimitiveType.Void));
                    Assert.True(expected == (Outcomes)outcomes[file], $"{predicate} over {texts[file]}: {expected} and {(Outcomes)outcomes[file]}");
                }
            },
            iter: 10_000);
    }

    [Fact]
    public void A_text_with_a_letter_changed_is_never_taken_for_its_twin()
    {
        const string Example = "{\"numRecords\":120,\"minValues\":{\"x\":-1205,\"d\":10.250,\"s\":\"Ab z-9\",\"day\":\"2024-01-09\",\"unknown\":1e3},"
            + "\"maxValues\":{\"x\":9120,\"d\":1e5,\"s\":\"Zb!z_9\",\"day\":\"2024-11-19\"},\"nullCount\":{\"x\":0,\"d\":120,\"s\":3}}";
        Gen<byte> letters = OneOf<byte>([.. "09-.eE+ \"\\,:{}[]azAZ!#~\u007F\u001F\t/]^["u8, 0, 0x80, 0xC3, 0xFF]);
        Gen<(int At, byte Letter)[]> changes = Gen.Select(Gen.Int[0, Example.Length - 1], letters).Array[0, 2];
        Gen.Select(changes.Array[20], Gen.Bool).Sample(
            (all, escaped) =>
            {
                AddFile[] files = [.. all.Select(some =>
                {
                    byte[] changed = Encoding.UTF8.GetBytes(Example);
                    foreach ((int at, byte letter) in some)
                    {
                        // A commit that holds other letters as they are is no JSON.
                        changed[at] = escaped && letter is < 0x20 or >= 0x80 ? (byte)'0' : letter;
                    }

                    return escaped
                        ? File(Encoding.UTF8.GetString(changed), true)
                        : File("", false) with { RawStatistics = new RawText(changed, false) };
                })];
                (BoundsColumn[] bounds, StatisticsLayout layout, long[] counts) = Read(files);
                for (int file = 0; file < files.Length; file++)
                {
                    ReadOnlyMemory<byte> json = files[file].RawStatistics.ToBytes();
                    string text = Encoding.Latin1.GetString(json.Span);
                    FileStatistics? expected = layout.Read(json);
                    Assert.True((expected?.RecordCount ?? -1) == counts[file], $"{text}: {expected?.RecordCount} and {counts[file]}");
                    for (int column = 0; column < _columns.Length; column++)
                    {
                        ColumnFacts facts = expected?.GetFacts(column) ?? ColumnFacts.Unknown(layout.Columns[column].Type);
                        Assert.True(facts == bounds[column].Get(file), $"{text} column {_columns[column]}: {facts} and {bounds[column].Get(file)}");
                    }
                }
            },
            iter: 5_000);
    }

    [Fact]
    public void Many_files_are_planned_as_each_file_is_alone()
    {
        StructType schema = new(
            new StructField("id", PrimitiveType.Long), new StructField("s", PrimitiveType.String), new StructField("part", PrimitiveType.Integer));
        Metadata metadata = new("id", SchemaJson.Write(schema)) { PartitionColumns = ["part"] };
        PartitionColumn[] partitions = [new PartitionColumn("part", "part", PrimitiveType.Integer)];
        Random random = new(7);
        List<AddFile?> files = [];
        Dictionary<FileKey, int> positions = [];
        for (int number = 0; number < 9000; number++)
        {
            AddFile file = File($"{{\"numRecords\":9,\"minValues\":{{\"id\":{number},\"s\":\"k{number:D4}\"}},\"maxValues\":{{\"id\":{number + 3},\"s\":\"k{number + 2:D4}\"}},\"nullCount\":{{\"id\":0,\"s\":{number % 10}}}}}", true) with
            {
                Path = $"{number}.parquet",
                PartitionValues = new Dictionary<string, string?> { ["part"] = number % 7 == 0 ? null : $"{number % 7}" },
            };
            positions.Add(file.Key, files.Count);
            files.Add(file);
        }

        CommitActions commit = new(1);
        commit.Removes.Add(files[500]!.ToRemove(DateTimeOffset.UnixEpoch, true));
        commit.Adds.Add(files[499]! with { Path = "new.parquet" });
        Snapshots.FileSet set = Snapshots.FileSet.Of(files, positions).With(commit);
        for (int round = 0; round < 60; round++)
        {
            Predicate predicate = new Predicate.And([
                new Predicate.Comparison("id", (ComparisonOperator)random.Next(6), Literal.Of((long)random.Next(9000))),
                new Predicate.Or([
                    new Predicate.Comparison("part", (ComparisonOperator)random.Next(6), Literal.Of(random.Next(7))),
                    new Predicate.IsNull("part"),
                    new Predicate.Comparison("s", (ComparisonOperator)random.Next(6), Literal.Of($"k{random.Next(9000):D4}")),
                ]),
            ]);
            ScanPlanner planner = new(metadata, partitions, predicate);
            (string, FileMatch)[] each = [.. set.Select(planner.Plan).Where(file => file.Match != FileMatch.None).Select(file => (file.Add.Path, file.Match))];

            Assert.Equal(each, planner.Plan(set).Select(file => (file.Add.Path, file.Match)));
        }
    }

    private static (BoundsColumn[] Bounds, StatisticsLayout Layout, long[] RecordCounts) Read(AddFile[] files)
    {
        StatisticsLayout layout = StatisticsLayout.Of(_schema, ColumnMappingMode.None, _columns);
        BoundsColumn[] bounds = [.. layout.Columns.Select(column => BoundsColumn.For(column.Type, files.Length))];
        long[] counts = new long[files.Length];
        StatisticsScanner scanner = new(layout, bounds, counts);
        for (int file = 0; file < files.Length; file++)
        {
            scanner.Read(file, files[file].RawStatistics);
        }

        return (bounds, layout, counts);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(position => values[position]);

    /// <summary>The file as a commit has it, or as a checkpoint.</summary>
    private static AddFile File(string statistics, bool escaped) => new()
    {
        Path = "a.parquet",
        SizeBytes = 1,
        ModificationTimeMilliseconds = 0,
        RawStatistics = escaped
            ? new RawText(Encoding.UTF8.GetBytes(statistics.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)), true)
            : new RawText(Encoding.UTF8.GetBytes(statistics), false),
    };
}
