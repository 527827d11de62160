using System.Text.Json;

namespace Wallstreet.Cli.Tests;

public sealed class DashboardTests
{
    [Fact]
    public async Task Dashboards_are_listed_and_a_wrong_one_is_told_with_its_place()
    {
        using TestProgram program = TestProgram.WithBars().WithFile("insight/broken.yaml", "title: 7\ntiles: nothing\n");

        ProgramResult result = await program.RunAsync("dashboards", "list", "--format", "json");

        Assert.Equal(1, result.ExitCode);
        JsonElement dashboard = JsonDocument.Parse(result.Output).RootElement[0];
        Assert.Equal("broken", dashboard.GetProperty("name").GetString());
        Assert.StartsWith("insight/broken.yaml(", dashboard.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }
}
