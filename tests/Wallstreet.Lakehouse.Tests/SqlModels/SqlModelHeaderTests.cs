using Wallstreet.Lakehouse.SqlModels;
using Wallstreet.Orchestration.Checks;

namespace Wallstreet.Lakehouse.Tests.SqlModels;

public sealed class SqlModelHeaderTests
{
    [Fact]
    public void A_header_says_what_the_sql_cannot()
    {
        SqlModelHeader header = Parse("""
            -- @description Daily bars.
            -- @group silver
            -- @owner ann, bob
            -- @tag layer=silver
            -- @key symbol, session_date
            -- @column close   Last trade
            -- @partitions sessions:XNYS from 2000-01-03 to 2020-12-31
            -- @partition_column session_date
            -- @check warn volume_positive: volume > 0
            SELECT 1
            """);

        Assert.Equal("Daily bars.", header.Description);
        Assert.Equal("silver", header.Group);
        Assert.Equal(["ann", "bob"], header.Owners);
        Assert.Equal("silver", header.Tags["layer"]);
        Assert.Equal(["symbol", "session_date"], header.KeyColumns);
        Assert.Equal("Last trade", header.ColumnComments["close"]);
        Assert.Equal(new SqlModelPartitions("sessions", "XNYS", new DateOnly(2000, 1, 3), new DateOnly(2020, 12, 31)), header.Partitions);
        Assert.Equal([new SqlModelCheck("volume_positive", CheckSeverity.Warn, "volume > 0")], header.Checks);
    }

    [Theory]
    [InlineData("-- @nonsense x\nSELECT 1", 1, "@nonsense is not known")]
    [InlineData("-- @group a\n-- @group b\nSELECT 1", 2, "@group is given twice")]
    [InlineData("-- @group\nSELECT 1", 1, "needs a word and a value")]
    [InlineData("\n-- @check maybe x: y\nSELECT 1", 2, "A check is written")]
    [InlineData("-- @check error positive\nSELECT 1", 1, "A check is written")]
    [InlineData("-- @partitions sessions:XNYS\nSELECT 1", 1, "Partitions are written")]
    [InlineData("-- @partitions daily:UTC from yesterday\nSELECT 1", 1, "Partitions are written")]
    [InlineData("-- @partitions daily:UTC from 2020-01-01\nSELECT 1", 1, "@partition_column")]
    [InlineData("-- @column close\nSELECT 1", 1, "@column needs a name and a sentence")]
    [InlineData("SELECT 1\n-- @group late", 2, "stands below the statement")]
    [InlineData("-- only words", 1, "no SELECT statement")]
    public void A_wrong_header_is_an_error_with_file_and_line(string text, int line, string fault)
    {
        SqlModelException error = Assert.Throws<SqlModelException>(() => Parse(text));

        Assert.Equal(line, error.Line);
        Assert.StartsWith($"models/x.sql({line}", error.Message, StringComparison.Ordinal);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    private static SqlModelHeader Parse(string text) => SqlModelHeader.Parse(SqlModelFile.Parse("models/x.sql", text));
}
