using System.Text.Json;

namespace Wallstreet.Web.Tests.Api;

public sealed class RunApiTests
{
    [Fact]
    public async Task A_run_has_its_steps_with_dependencies_and_its_events()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        JsonElement run = await program.RunAsync("""{"selection": "+gold/panel", "tags": {"why": "test"}}""");
        string id = run.GetProperty("id").GetString()!;

        JsonElement events = await program.GetAsync($"/api/runs/{id}/events?limit=3");
        JsonElement rest = await program.GetAsync($"/api/runs/{id}/events?after={events.GetProperty("last")}");

        Assert.Equal("test", run.GetProperty("tags").GetProperty("why").GetString());
        JsonElement[] steps = [.. run.GetProperty("steps").EnumerateArray()];
        Assert.Equal(["silver/bars succeeded 1", "gold/panel succeeded 1"], steps.Select(s => $"{s.GetProperty("asset")} {s.GetProperty("status")} {s.GetProperty("attempt")}"));
        Assert.Equal("silver/bars", steps[1].GetProperty("dependsOn")[0].GetString());
        Assert.Equal(["run_queued", "run_started", "step_started"], events.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()));
        Assert.Equal("run_succeeded", rest.GetProperty("events").EnumerateArray().Last().GetProperty("type").GetString());
        Assert.Contains(rest.GetProperty("events").EnumerateArray(), e => e.GetProperty("type").GetString() == "asset_materialized" && e.GetProperty("metadata").TryGetProperty("rows", out _));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_by_status_and_asset_in_pages()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        string good = (await program.RunAsync("""{"selection": "silver/bars"}""")).GetProperty("id").GetString()!;
        string bad = (await program.RunAsync("""{"selection": "gold/broken"}""")).GetProperty("id").GetString()!;

        JsonElement page = await program.GetAsync("/api/runs?limit=1");
        JsonElement next = await program.GetAsync($"/api/runs?limit=1&cursor={Uri.EscapeDataString(page.GetProperty("nextCursor").GetString()!)}");

        Assert.Equal([bad], Ids(page));
        Assert.Equal([good], Ids(next));
        Assert.Equal([bad], Ids(await program.GetAsync("/api/runs?status=failed,canceled")));
        Assert.Equal([good], Ids(await program.GetAsync("/api/runs?asset=silver/bars")));
        Assert.Equal([bad], Ids(await program.GetAsync("/api/runs?asset=gold/broken")));
        Assert.Empty(Ids(await program.GetAsync("/api/runs?asset=gold/panel")));
        Assert.Equal(1, page.GetProperty("runs")[0].GetProperty("steps").GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task A_failed_run_is_tried_again_from_its_failure()
    {
        await using TestProgram program = await TestProgram.StartAsync();
        string first = (await program.RunAsync("""{"selection": "silver/bars, gold/broken"}""")).GetProperty("id").GetString()!;

        JsonElement retried = await program.PostAsync($"/api/runs/{first}/retry", """{"fromFailure": true}""");

        Assert.Equal($"retry:{first}", retried.GetProperty("trigger").GetString());
        Assert.Equal(1, retried.GetProperty("steps").GetProperty("total").GetInt32());
        Assert.False((await program.PostAsync($"/api/runs/{first}/cancel", "{}")).GetProperty("canceled").GetBoolean());
    }

    [Theory]
    [InlineData("{}", 400, "Nothing is selected")]
    [InlineData("""{"selection": "silver/bar"}""", 404, "silver/bars")]
    [InlineData("""{"selection": "kind:python"}""", 422, "fits no asset")]
    [InlineData("""{"selection": "bronze/regions", "partition": "mars"}""", 400, "mars")]
    [InlineData("""{"selection": 1}""", 400, "JSON")]
    [InlineData("nonsense", 400, "JSON")]
    public async Task What_cannot_be_run_is_refused_before_a_run_exists(string body, int status, string detail)
    {
        await using TestProgram program = await TestProgram.StartAsync();

        (int given, JsonElement problem) = await program.RefusedAsync("/api/runs", body);

        Assert.Equal((status, true), (given, problem.GetProperty("detail").GetString()!.Contains(detail, StringComparison.Ordinal)));
        Assert.Empty(Ids(await program.GetAsync("/api/runs")));
    }

    [Fact]
    public async Task An_unknown_run_is_a_problem()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        Assert.Equal(404, (await program.RefusedAsync("/api/runs/none")).Status);
        Assert.Equal(404, (await program.RefusedAsync("/api/runs/NOT%20AN%20ID/events")).Status);
        Assert.Equal(400, (await program.RefusedAsync("/api/runs?status=happy")).Status);
    }

    [Fact]
    public async Task Schedules_start_stop_and_tick()
    {
        await using TestProgram program = await TestProgram.StartAsync();

        JsonElement stopped = (await program.GetAsync("/api/schedules"))[0];
        JsonElement started = await program.PostAsync("/api/schedules/nightly/start", "{}");
        JsonElement tick = await program.PostAsync("/api/schedules/nightly/tick", "{}");
        JsonElement ticks = await program.GetAsync("/api/schedules/nightly/ticks");

        Assert.Equal(("stopped", JsonValueKind.Null), (stopped.GetProperty("status").GetString(), stopped.GetProperty("nextTick").ValueKind));
        Assert.Equal("running", started.GetProperty("status").GetString());
        Assert.NotEqual(JsonValueKind.Null, started.GetProperty("nextTick").ValueKind);
        Assert.Equal("launched", tick.GetProperty("status").GetString());
        Assert.Equal(tick.GetProperty("runId").GetString(), Assert.Single(ticks.EnumerateArray()).GetProperty("runId").GetString());
        Assert.Equal(404, (await program.RefusedAsync("/api/schedules/weekly/stop", "{}")).Status);
    }

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("id").GetString()!)];
}
