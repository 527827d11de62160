using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Wallstreet.Web.Assets;
using Wallstreet.Web.Dashboards;
using Wallstreet.Web.Events;
using Wallstreet.Web.Problems;
using Wallstreet.Web.Runs;
using Wallstreet.Web.Schedules;
using Wallstreet.Web.Security;
using Wallstreet.Web.Sql;
using Wallstreet.Web.Tables;

namespace Wallstreet.Web.Hosting;

/// <summary>The addresses of the API. Services are resolved when an address is first asked, never at start.</summary>
internal static class ApiEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = routes.MapGroup("/api");
        MapProgram(api);
        MapAssets(api);
        MapRuns(api);
        MapSchedules(api);
        MapTables(api);
        MapSql(api);
        MapDashboards(api);
        api.MapFallback("{**path}", (HttpContext context) => ProblemWriter.WriteAsync(
            context, new Problem("Not found", $"The API has no address {context.Request.Method} {context.Request.Path}.", 404) { Hint = "See /openapi/v1.json." }));
    }

    private static void MapProgram(RouteGroupBuilder api)
    {
        api.MapGet("/status", (HttpContext context, [FromServices] WallstreetWebOptions options, [FromServices] ProgramState state) =>
            TypedResults.Ok(Status(context, options, state))).WithTags("Program").WithSummary("What this program is and how far its start is");
        api.MapGet("/events", (HttpContext context, [FromServices] EventStream stream) => stream.ServeAsync(context))
            .WithTags("Program").WithSummary("Live events (server-sent); resume with Last-Event-ID or ?after=");
    }

    private static StatusAnswer Status(HttpContext context, WallstreetWebOptions options, ProgramState state)
    {
        (bool ready, Orchestration.Runs.RunId? building) = state.Now;
        bool authenticated = RequestGate.IsAuthenticated(context, options);
        return new StatusAnswer
        {
            Name = options.Name,
            Version = authenticated ? options.Version : "",
            Lake = authenticated ? options.Lake : "",
            Ready = ready,
            StartedAt = state.StartedAt,
            Building = building is { } run ? new BuildingAnswer(run.Value) : null,
            Problems = authenticated ? state.Problems : [],
            AuthRequired = !string.IsNullOrEmpty(options.Token),
            Authenticated = authenticated,
        };
    }

    private static void MapAssets(RouteGroupBuilder api)
    {
        RouteGroupBuilder assets = api.MapGroup("/assets").WithTags("Assets");
        assets.MapGet("", async (string? selection, [FromServices] AssetReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.ListAsync(selection, cancelled).ConfigureAwait(false))).WithSummary("All assets, or a selection");
        assets.MapGet("/graph", async (string? selection, [FromServices] AssetReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.LayOutAsync(selection, cancelled).ConfigureAwait(false))).WithSummary("The asset graph, laid out");
        assets.MapGet("/{**path}", (string path, HttpRequest request, [FromServices] AssetHandlers handlers) => handlers.AnswerAsync(path, request))
            .WithSummary("One asset; /materializations, /partitions, /checks and /metadata-series below it")
            .Produces<AssetDetail>();
    }

    private static void MapRuns(RouteGroupBuilder api)
    {
        RouteGroupBuilder runs = api.MapGroup("/runs").WithTags("Runs");
        runs.MapGet("", async (int? limit, string? cursor, string? status, string? asset, [FromServices] RunReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.ListAsync(new RunQuery(limit, cursor, status, asset), cancelled).ConfigureAwait(false))).WithSummary("Runs, newest first");
        runs.MapGet("/{id}", async (string id, [FromServices] RunReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.GetAsync(id, cancelled).ConfigureAwait(false))).WithSummary("One run with its steps");
        runs.MapGet("/{id}/events", async (string id, long? after, int? limit, [FromServices] RunReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.ReadEventsAsync(id, after, limit, cancelled).ConfigureAwait(false))).WithSummary("What happened in a run");
        runs.MapPost("", async (LaunchBody body, [FromServices] RunCommands commands, CancellationToken cancelled) =>
        {
            RunAnswer run = await commands.LaunchAsync(body, cancelled).ConfigureAwait(false);
            return TypedResults.Created($"/api/runs/{run.Id}", run);
        }).WithSummary("Launch a run");
        runs.MapPost("/{id}/cancel", async (string id, [FromServices] RunCommands commands, CancellationToken cancelled) =>
            TypedResults.Ok(await commands.CancelAsync(id, cancelled).ConfigureAwait(false))).WithSummary("Tell a run to stop");
        runs.MapPost("/{id}/retry", async (string id, [FromBody] RetryBody? body, [FromServices] RunCommands commands, CancellationToken cancelled) =>
        {
            RunAnswer run = await commands.RetryAsync(id, body, cancelled).ConfigureAwait(false);
            return TypedResults.Created($"/api/runs/{run.Id}", run);
        }).WithSummary("Try a run again, by default without what succeeded");
    }

    private static void MapSchedules(RouteGroupBuilder api)
    {
        RouteGroupBuilder schedules = api.MapGroup("/schedules").WithTags("Schedules");
        schedules.MapGet("", async ([FromServices] ScheduleHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.ListAsync(cancelled).ConfigureAwait(false))).WithSummary("All schedules");
        schedules.MapGet("/{name}/ticks", async (string name, int? limit, [FromServices] ScheduleHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.ListTicksAsync(name, limit, cancelled).ConfigureAwait(false))).WithSummary("The ticks of a schedule, newest first");
        schedules.MapPost("/{name}/start", async (string name, [FromServices] ScheduleHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.SetRunningAsync(name, true, cancelled).ConfigureAwait(false))).WithSummary("Start a schedule");
        schedules.MapPost("/{name}/stop", async (string name, [FromServices] ScheduleHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.SetRunningAsync(name, false, cancelled).ConfigureAwait(false))).WithSummary("Stop a schedule");
        schedules.MapPost("/{name}/tick", async (string name, [FromServices] ScheduleHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.TickAsync(name, cancelled).ConfigureAwait(false))).WithSummary("Tick a schedule now");
    }

    private static void MapTables(RouteGroupBuilder api)
    {
        RouteGroupBuilder tables = api.MapGroup("/tables").WithTags("Tables");
        tables.MapGet("", async ([FromServices] TableReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.ListAsync(cancelled).ConfigureAwait(false))).WithSummary("All tables of the lake");
        tables.MapGet("/{name}", async (string name, [FromServices] TableReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.GetAsync(name, cancelled).ConfigureAwait(false))).WithSummary("One table");
        tables.MapGet("/{name}/history", async (string name, int? limit, [FromServices] TableReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.ReadHistoryAsync(name, limit, cancelled).ConfigureAwait(false))).WithSummary("The commits of a table, newest first");
        tables.MapGet("/{name}/files", async (string name, long? version, [FromServices] TableReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.ListFilesAsync(name, version, cancelled).ConfigureAwait(false))).WithSummary("The files of a version");
        tables.MapGet("/{name}/preview", async (
            string name, long? version, DateTimeOffset? timestamp, int? limit, [FromServices] TableReader reader, CancellationToken cancelled) =>
            TypedResults.Ok(await reader.PreviewAsync(name, new TableMoment(version, timestamp), limit, cancelled).ConfigureAwait(false))).WithSummary("Rows of a version");
    }

    private static void MapSql(RouteGroupBuilder api)
    {
        RouteGroupBuilder sql = api.MapGroup("/sql").WithTags("SQL");
        sql.MapPost("", async (SqlBody body, [FromServices] SqlHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.RunAsync(body, cancelled).ConfigureAwait(false))).WithSummary("Run a statement that reads");
        sql.MapPost("/chart", async (ChartBody body, [FromServices] SqlHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.DrawAsync(body, cancelled).ConfigureAwait(false))).WithSummary("Draw a result");
        sql.MapPost("/export", (HttpContext context, SqlBody body, string? format, [FromServices] SqlHandlers handlers) =>
            handlers.ExportAsync(context, body, format)).WithSummary("Download a result as csv, json or arrow");
    }

    private static void MapDashboards(RouteGroupBuilder api)
    {
        RouteGroupBuilder dashboards = api.MapGroup("/dashboards").WithTags("Dashboards");
        dashboards.MapGet("", ([FromServices] DashboardHandlers handlers) => TypedResults.Ok(handlers.List())).WithSummary("All dashboards");
        dashboards.MapGet("/{name}", async (string name, [FromServices] DashboardHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.GetAsync(name, cancelled).ConfigureAwait(false))).WithSummary("One dashboard, its filters and layout");
        dashboards.MapPost("/{name}/tiles/{id}", async (
            string name, string id, TileBody body, [FromServices] DashboardHandlers handlers, CancellationToken cancelled) =>
            TypedResults.Ok(await handlers.RenderAsync(name, id, body, cancelled).ConfigureAwait(false))).WithSummary("Render a tile");
    }
}
