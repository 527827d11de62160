namespace Wallstreet.Query.Tests.Corpus;

/// <summary>Tables whose files hold their columns in different ways, through both engines.</summary>
public sealed class UnevenFilesTests
{
    private const string Protocol = """{"minReaderVersion":2,"minWriterVersion":5}""";
    private const string ByName = """{"delta.columnMapping.mode":"name","delta.columnMapping.maxColumnId":"20"}""";
    private const string ById = """{"delta.columnMapping.mode":"id","delta.columnMapping.maxColumnId":"20"}""";

    private static readonly string _mapped = Struct(
        Field("id", "\"long\"", 1),
        Field("s", Struct(Field("a", "\"long\"", 3), Field("b", "\"string\"", 4)), 2),
        Field("l", $$"""{"type":"array","elementType":{{Struct(Field("x", "\"integer\"", 6))}},"containsNull":true}""", 5),
        Field("m", $$"""{"type":"map","keyType":"string","valueType":{{Struct(Field("y", "\"integer\"", 8), Field("z", "\"date\"", 9))}},"valueContainsNull":true}""", 7));

    [Fact]
    public async Task Columns_within_structs_lists_and_maps_are_found_by_their_mapped_names()
    {
        using HandmadeTable table = new();
        table.Add("SELECT 1::BIGINT AS c1, {'c3': 10::INT, 'c4': 'x'} AS c2, [{'c6': 7}, NULL] AS c5, MAP {'k': {'c8': 5}} AS c7");
        table.Add("SELECT MAP {'k': {'c9': DATE '2020-01-01', 'c8': 6}, 'n': NULL} AS c7, {'c4': 'y', 'gone': 1} AS c2, 2 AS c1");
        table.Add("SELECT 3::SMALLINT AS c1, {'gone': 1} AS c2, [{'other': 7}] AS c5, MAP {'k': {'other': 7}} AS c7");
        table.Add("SELECT 4 AS c1, NULL::STRUCT(c3 INT, c4 VARCHAR) AS c2, NULL::STRUCT(c6 INT)[] AS c5, NULL::MAP(VARCHAR, STRUCT(c8 INT)) AS c7");
        table.Commit(_mapped, Protocol, ByName);

        await HasRowsAsync(
            table,
            "1 | {10, 'x'} | [{7}, ∅] | <'k'→{5, ∅}>",
            "2 | {∅, 'y'} | ∅ | <'k'→{6, d18262}, 'n'→∅>",
            "3 | {∅, ∅} | [{∅}] | <'k'→{∅, ∅}>",
            "4 | ∅ | ∅ | ∅");
    }

    [Fact]
    public async Task Columns_within_structs_lists_and_maps_are_found_by_their_ids_whatever_they_are_called()
    {
        using HandmadeTable table = new();
        table.Add(
            "SELECT 1::BIGINT AS p, {'q': 'x', 'r': 10::INT} AS q, [{'s': 7}] AS r, MAP {'k': {'t': 5}} AS s",
            "FIELD_IDS {p: 1, q: {__duckdb_field_id: 2, r: 3, q: 4}, r: {__duckdb_field_id: 5, element: {__duckdb_field_id: 15, s: 6}}, s: {__duckdb_field_id: 7, key: 16, value: {__duckdb_field_id: 17, t: 8}}}");
        table.Add(
            "SELECT {'a': 'no', 'z': 11::INT} AS c2, 2 AS id",
            "FIELD_IDS {id: 1, c2: {__duckdb_field_id: 2, z: 3, a: 14}}");
        table.Commit(_mapped, Protocol, ById);

        await HasRowsAsync(
            table,
            "1 | {10, 'x'} | [{7}] | <'k'→{5, ∅}>",
            "2 | {11, ∅} | ∅ | ∅");
    }

    [Fact]
    public async Task Nested_columns_may_be_narrower_missing_or_in_another_order()
    {
        using HandmadeTable table = new();
        table.Add("SELECT 1::TINYINT AS id, {'b': 1.5::FLOAT, 'a': 3::SMALLINT} AS s, [1::SMALLINT, NULL] AS l");
        table.Add("SELECT 2::INT AS id, {'a': 4::INT} AS s");
        table.Add("SELECT [5::INT] AS l, {'a': 4::INT, 'd': 12.5::DECIMAL(6,1), 'b': 2.5::DOUBLE} AS s");
        table.Commit(
            Struct(
                Field("id", "\"long\""),
                Field("s", Struct(Field("a", "\"long\""), Field("b", "\"double\""), Field("d", "\"decimal(12,3)\""))),
                Field("l", """{"type":"array","elementType":"integer","containsNull":true}""")),
            """{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["typeWidening"],"writerFeatures":["typeWidening"]}""");

        await HasRowsAsync(
            table,
            "1 | {3, 1.5, ∅} | [1, ∅]",
            "2 | {4, ∅, ∅} | ∅",
            "∅ | {4, 2.5, 12500e-3} | [5]");
    }

    [Fact]
    public async Task Variants_are_the_same_text_shredded_or_not_and_in_either_order_of_their_parts()
    {
        const string Shredded = "SHREDDING {v: 'STRUCT(a INTEGER, b INTEGER[], e DECIMAL(10,2))'}";
        using HandmadeTable table = new();
        table.Add("SELECT 1 AS i, {'a': 5, 'b': [1,2], 'e': 1.25::DECIMAL(10,2)}::VARIANT AS v", Shredded);
        table.Add("SELECT 2 AS i, {'a': 'x', 'b': 3, 'z': TIMESTAMP '2020-01-02 03:04:05.5'}::VARIANT AS v", Shredded);
        table.Add("SELECT 3 AS i, 'text'::VARIANT AS v UNION ALL SELECT 4, 7::VARIANT", Shredded);
        table.Add("SELECT 6 AS i, {'value': '\\x02\\x01\\x00\\x00\\x02\\x0C\\x00'::BLOB, 'metadata': '\\x01\\x01\\x00\\x03key'::BLOB} AS v");
        table.Add("SELECT 7 AS i");
        table.Commit(
            Struct(Field("i", "\"integer\""), Field("v", "\"variant\"")),
            """{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["variantType","variantShredding-preview"],"writerFeatures":["variantType","variantShredding-preview"]}""");

        await HasRowsAsync(
            table,
            """1 | '{"a":5,"b":[1,2],"e":1.25}'""",
            """2 | '{"a":"x","b":3,"z":"2020-01-02T03:04:05.500000"}'""",
            "3 | '\"text\"'",
            "4 | '7'",
            """6 | '{"key":0}'""",
            "7 | ∅");
    }

    [Fact]
    public async Task A_variant_that_is_null_is_a_text_unless_the_file_says_that_it_holds_variants_and_SQL_reads_it()
    {
        using HandmadeTable table = new();
        table.Add("SELECT 1 AS i, NULL::VARIANT AS v UNION ALL SELECT 2, 7::VARIANT");
        table.Add("SELECT 3 AS i, {'value': '\\x00'::BLOB, 'metadata': '\\x01\\x00\\x00'::BLOB} AS v UNION ALL SELECT 4, NULL");
        table.Commit(
            Struct(Field("i", "\"integer\""), Field("v", "\"variant\"")),
            """{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["variantType"],"writerFeatures":["variantType"]}""");
        await using CorpusEngines engines = new(table.Folder);

        Assert.Equal(["1 | 'null'", "2 | '7'", "3 | 'null'", "4 | ∅"], await engines.ReadAsync(null));
        Assert.Equal(["1 | ∅", "2 | '7'", "3 | 'null'", "4 | ∅"], await engines.QueryAsync(null));
    }

    [Fact]
    public async Task Statistics_of_columns_that_a_file_does_not_have_are_not_taken_for_the_columns()
    {
        using HandmadeTable table = new();
        table.Add("SELECT 1 AS id", statistics: """{"numRecords":1,"nullCount":{"id":0,"later":1}}""");
        table.Add("SELECT 2 AS id, 'x' AS later", statistics: """{"numRecords":1,"nullCount":{"id":0,"later":0}}""");
        table.Commit(Struct(Field("id", "\"integer\""), Field("later", "\"string\"")), """{"minReaderVersion":1,"minWriterVersion":2}""");

        await HasRowsAsync(table, "1 | ∅", "2 | 'x'");
    }

    [Fact]
    public async Task A_later_file_may_lack_a_column_of_which_its_writer_counted_nulls()
    {
        using HandmadeTable table = new();
        table.Add("SELECT 2 AS id, 'x' AS later", statistics: """{"numRecords":1,"nullCount":{"id":0,"later":0}}""");
        table.Add("SELECT 1 AS id", statistics: """{"numRecords":1,"nullCount":{"id":0,"later":1}}""");
        table.Commit(Struct(Field("id", "\"integer\""), Field("later", "\"string\"")), """{"minReaderVersion":1,"minWriterVersion":2}""");

        await HasRowsAsync(table, "1 | ∅", "2 | 'x'");
    }

    [Fact]
    public async Task A_first_file_with_narrower_types_takes_no_digits_from_the_others()
    {
        using HandmadeTable table = new();
        table.Add("SELECT 0.5::FLOAT AS d, 1.5::DECIMAL(4,1) AS e", statistics: """{"numRecords":1,"nullCount":{"d":0,"e":0}}""");
        table.Add("SELECT 0.1::DOUBLE AS d, 1.25::DECIMAL(6,2) AS e", statistics: """{"numRecords":1,"nullCount":{"d":0,"e":0}}""");
        table.Commit(Struct(Field("d", "\"double\""), Field("e", "\"decimal(6,2)\"")), """{"minReaderVersion":1,"minWriterVersion":2}""");

        await HasRowsAsync(table, "0.5 | 150e-2", "0.1 | 125e-2");
    }

    [Fact]
    public async Task Partition_values_may_be_decimals_with_exponents_as_Spark_writes_small_ones()
    {
        using HandmadeTable table = new();
        table.Add("SELECT 1 AS id", partition: """{"p":"1.2345678E-7"}""");
        table.Add("SELECT 2 AS id", partition: """{"p":"0E-14"}""");
        table.Commit(
            Struct(Field("id", "\"integer\""), Field("p", "\"decimal(14,14)\"")), """{"minReaderVersion":1,"minWriterVersion":2}""", partitionColumns: """["p"]""");

        await HasRowsAsync(table, "1 | 12345678e-14", "2 | 0e-14");
    }

    private static async Task HasRowsAsync(HandmadeTable table, params string[] rows)
    {
        await using CorpusEngines engines = new(table.Folder);
        string[] expected = [.. rows.Order(StringComparer.Ordinal)];

        Assert.Equal(expected, await engines.ReadAsync(null));
        Assert.Equal(expected, await engines.QueryAsync(null));
    }

    private static string Struct(params string[] fields) =>
        $$"""{"type":"struct","fields":[{{string.Join(',', fields)}}]}""";

    private static string Field(string name, string type, int? id = null) =>
        $$$"""{"name":"{{{name}}}","type":{{{type}}},"nullable":true,"metadata":{{{(id is null ? "{}"
            : $$"""{"delta.columnMapping.id":{{id}},"delta.columnMapping.physicalName":"c{{id}}"}""")}}}}""";
}
