using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestKit;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Checks;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Metadata;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Orchestration.Stores;
using Wallstreet.Orchestration.Stores.Sqlite;
using Wallstreet.Query;
using Wallstreet.Storage;
using Wallstreet.Web.Hosting;

namespace Wallstreet.Web.Tests;

/// <summary>A small program with real parts: Kestrel on loopback, SQLite, DuckDB and Delta tables in a temporary folder.</summary>
internal sealed class TestProgram : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private TestProgram(Action<WallstreetWebOptions>? configure)
    {
        Options = new WallstreetWebOptions { Port = 0, Lake = "a test", PagesFolder = _folder["pages"] };
        Options.DashboardFolders.Add(_folder["insight"]);
        Directory.CreateDirectory(_folder["pages/assets"]);
        Directory.CreateDirectory(_folder["insight"]);
        configure?.Invoke(Options);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ListenAsWallstreet(Options);
        AddParts(builder.Services, _folder);
        builder.Services.AddWallstreetWeb(Options);
        _app = builder.Build();
        _app.MapWallstreet();
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public WallstreetWebOptions Options { get; }

    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public string Path(string relative) => _folder[relative];

    public static async Task<TestProgram> StartAsync(Action<WallstreetWebOptions>? configure = null)
    {
        TestProgram program = new(configure);
        try
        {
            await program._app.StartAsWallstreetAsync(program.Options, Token);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }

        program.Address = program._app.GetListeningAddress();
        program.Client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = program.Address };
        return program;
    }

    public async Task<JsonElement> GetAsync(string path) => await ReadAsync(await Client.GetAsync(path, Token));

    public async Task<JsonElement> PostAsync(string path, string json) => await ReadAsync(await SendAsync(path, json));

    public Task<HttpResponseMessage> SendAsync(string path, string json) =>
        Client.PostAsync(path, new StringContent(json, System.Text.Encoding.UTF8, "application/json"), Token);

    /// <summary>A request that must fail: its status and problem.</summary>
    public async Task<(int Status, JsonElement Problem)> RefusedAsync(string path, string? json = null)
    {
        HttpResponseMessage response = json is null ? await Client.GetAsync(path, Token) : await SendAsync(path, json);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        JsonElement problem = await response.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        return ((int)response.StatusCode, problem);
    }

    /// <summary>Launches a run over the API and waits for its end.</summary>
    public async Task<JsonElement> RunAsync(string body)
    {
        HttpResponseMessage created = await SendAsync("/api/runs", body);
        Assert.Equal(System.Net.HttpStatusCode.Created, created.StatusCode);
        string id = (await created.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("id").GetString()!;
        Assert.Equal($"/api/runs/{id}", created.Headers.Location?.ToString());
        await Services.GetRequiredService<IRunLauncher>().WaitAsync(new Orchestration.Runs.RunId(id), Token);
        return await GetAsync($"/api/runs/{id}");
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    private static void AddParts(IServiceCollection services, TemporaryFolder folder)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSqliteOrchestrationStore(_ => new SqliteStoreOptions { Path = folder["store/wallstreet.db"], PollInterval = TimeSpan.FromMilliseconds(20) });
        services.AddSingleton(new ObjectStoreFactory(new ObjectStoreOptions()));
        services.AddSingleton<ITableCatalog>(provider => new FolderCatalog(provider.GetRequiredService<ObjectStoreFactory>().Open(folder["lake"])));
        services.AddSingleton(provider => new QueryEngine(
            provider.GetRequiredService<ITableCatalog>(),
            provider.GetRequiredService<ObjectStoreFactory>(),
            new QueryOptions { Threads = 2, TempDirectory = folder["temp"], CacheDirectory = folder["cache"] },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(_ => Graph());
        services.AddSingleton(new RunExecutorOptions());
        services.AddSingleton<ResourcePools>();
        services.AddSingleton<InProcessStepRunner>();
        services.AddSingleton(provider => new RunExecutorParts(
            provider.GetRequiredService<Orchestration.Runs.IRunStore>(),
            provider.GetRequiredService<Orchestration.Events.IEventLog>(),
            provider.GetRequiredService<InProcessStepRunner>(),
            provider.GetRequiredService<InProcessStepRunner>(),
            provider.GetRequiredService<ResourcePools>(),
            provider.GetRequiredService<RunExecutorOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            new Random(1)));
        services.AddSingleton<StoredRunPlanner>();
        services.AddSingleton(new RunLauncherOptions());
        services.AddSingleton<IRunLauncher, InProcessRunLauncher>();
        services.AddSingleton<RunCoordinator>();
        services.AddSingleton<ScheduleTicker>();
        services.AddSingleton(new ScheduleDefinition("nightly", "0 22 * * *", "silver/*", "America/New_York") { Description = "Every evening" });
        services.AddSingleton<ScheduleDaemon>();
    }

    private static AssetGraph Graph() => new AssetGraphBuilder()
        .AddAsset("silver/bars", asset => asset
            .Description("Daily bars").Kinds("sql").Tag("synthetic", "true").Owners("data@example.com").CodeVersion("1")
            .Check("not_empty", _ => ValueTask.FromResult(AssetCheckResult.Pass("There are rows.")), blocking: true, description: "There are rows.")
            .Compute(context => WriteAsync(context, """
                SELECT DATE '2020-01-01' + CAST(i AS INTEGER) AS session_date, s AS symbol, CAST(100 + i AS DECIMAL(18,4)) AS open,
                       CAST(102 + i AS DECIMAL(18,4)) AS high, CAST(99 + i AS DECIMAL(18,4)) AS low, CAST(101 + i AS DECIMAL(18,4)) AS close, 1000 * i AS volume
                FROM range(10) r(i), (VALUES ('AAA'), ('BBB')) n(s)
                """)))
        .AddAsset("gold/panel", asset => asset
            .From("silver/bars")
            .Compute(context => WriteAsync(context, "SELECT symbol, max(close) AS top FROM silver.bars GROUP BY symbol")))
        .AddAsset("gold/board", asset => asset
            .From("gold/panel")
            .Compute(_ => ValueTask.FromResult<object?>(null)))
        .AddAsset("gold/broken", asset => asset
            .From("silver/bars")
            .Compute(_ => throw new InvalidDataException("The vendor sent an error page.")))
        .AddAsset("bronze/regions", asset => asset
            .Partitions(new StaticPartitions("asia", "europe", "america"))
            .Compute(_ => ValueTask.FromResult<object?>(null)))
        .Build();

    private static async ValueTask<object?> WriteAsync(AssetContext context, string sql)
    {
        WriteResult result = await context.Services.GetRequiredService<QueryEngine>().WriteAsync(
            new WriteQuery(sql, context.Asset.Key.ToTableName())
            {
                Mode = WriteMode.Overwrite,
                Commit = new Delta.CommitOptions("WRITE")
                {
                    UserMetadata = $$"""{"inputs": {"silver.bars": 0}, "runId": "{{context.RunId}}", "asset": "{{context.Asset.Key}}"}""",
                },
            },
            context.CancellationToken);
        context.AddMetadata("rows", result.RowsWritten);
        context.AddMetadata("table", new MetadataValue.TableVersion(context.Asset.Key.ToTableName(), result.Version));
        return null;
    }
}
