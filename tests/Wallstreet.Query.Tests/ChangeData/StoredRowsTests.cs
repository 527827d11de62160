using Wallstreet.Delta;
using Wallstreet.Query.Rules;

namespace Wallstreet.Query.Tests.ChangeData;

/// <summary>Rows that are in a table although a rule forbids them.</summary>
[OnEveryStore]
public sealed class StoredRowsTests
{
    [Theory]
    [InlineData("id > 0", null)]
    [InlineData("id < 3", "The CHECK constraint 'small' (id < 3) is broken.")]
    public async Task A_row_that_breaks_a_check_is_named(string expression, string? expected)
    {
        await using var lake = new Lake();
        await lake.WriteAsync("silver.t", "SELECT range AS id FROM range(1, 5)");
        DeltaTable table = await lake.TableAsync("silver.t");
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        Delta.Actions.Metadata ruled = snapshot.Metadata with
        {
            Configuration = new Dictionary<string, string>(snapshot.Metadata.Configuration) { ["delta.constraints.small"] = expression },
        };
        await table.CommitAsync(
            new TableChange(snapshot) { NewMetadata = ruled, NewProtocol = new Delta.Actions.Protocol(1, 3) },
            new CommitOptions("ADD CONSTRAINT"),
            Lake.Token);

        string? broken = await lake.Engine.FindBrokenRuleAsync(
            table.Location.ToString(), await table.GetSnapshotAsync(Lake.Token), Lake.Token);

        Assert.Equal(expected is null, broken is null);
        Assert.StartsWith(expected ?? "", broken ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was written", broken ?? "", StringComparison.Ordinal);
    }
}
