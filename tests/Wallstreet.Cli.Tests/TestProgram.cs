using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TestKit;
using Wallstreet.Cli.Hosting;
using Wallstreet.Cli.Output;
using Wallstreet.Lakehouse.SqlModels;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Execution;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Launchers;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sqlite;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Cli.Tests;

/// <summary>A program over real services: a lake in a temporary folder, SQLite, DuckDB. Each command opens them anew.</summary>
public sealed class TestProgram : ICommandHost, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string ProgramName => "wallstreet";

    public string Folder => _folder.Path;

    public string Lake => _folder["lake"];

    /// <summary>Adds assets to the SQL models of the folder <c>models</c>.</summary>
    public Action<AssetGraphBuilder> Assets { get; set; } = static _ => { };

    public List<Func<ScheduleDefinition>> Schedules { get; } = [];

    public Dictionary<string, string?> Settings { get; } = [];

    public UpRequest? UpCalledWith { get; private set; }

    public WorkerRequest? WorkerCalledWith { get; private set; }

    public TestProgram WithModel(string relative, string sql)
    {
        _folder.WriteFile(Path.Combine("models", relative), Encoding.UTF8.GetBytes(sql));
        return this;
    }

    public TestProgram WithFile(string relative, string text)
    {
        _folder.WriteFile(relative, Encoding.UTF8.GetBytes(text));
        return this;
    }

    /// <summary>Three bars, and their mean below them.</summary>
    public static TestProgram WithBars() => new TestProgram()
        .WithModel("silver/bars.sql", """
            -- @description Three bars
            -- @owner quant
            -- @key symbol
            -- @column close Last trade, USD
            -- @check error positive: close > 0
            SELECT * FROM (VALUES ('AAA', 10.25::DECIMAL(18,4)), ('BBB', 20.5::DECIMAL(18,4)), ('CCC', 30::DECIMAL(18,4))) AS t(symbol, close)
            """)
        .WithModel("gold/mean.sql", "SELECT count(*) AS n, avg(close)::DOUBLE AS mean FROM silver.bars");

    public async Task<ProgramResult> RunAsync(params string[] arguments) =>
        await RunAsync(null, TestContext.Current.CancellationToken, arguments);

    public async Task<ProgramResult> RunAsync(string? input, CancellationToken cancellationToken, params string[] arguments)
    {
        StringWriter output = new();
        StringWriter errors = new();
        MemoryStream bytes = new();
        Terminal terminal = new(output, errors, input is null ? null : new StringReader(input), () => new UnclosedStream(bytes));
        int code = await WallstreetCommandLine.RunAsync(this, arguments, terminal, cancellationToken);
        return new ProgramResult(code, output.ToString() + Encoding.UTF8.GetString(bytes.ToArray()), errors.ToString());
    }

    public ValueTask<CommandServices> OpenAsync(GlobalOptions options, CancellationToken cancellationToken)
    {
        ServiceCollection services = new();
        services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build());
        services.AddLakehouse(options.Lake ?? Lake, new ObjectStoreOptions(), new QueryOptions { Threads = 1, TempDirectory = _folder["temp"] });
        services.AddSingleton(new ProjectDefinitions
        {
            Folder = Folder,
            CollectAssets = CollectCode,
            SqlModelFolders = Directory.Exists(_folder["models"]) ? [_folder["models"]] : [],
            DashboardFolders = [_folder["insight"]],
            Schedules = Schedules,
        });
        services.AddSingleton(CollectGraph);
        AddOrchestration(services);
        ServiceProvider provider = services.BuildServiceProvider();
        return ValueTask.FromResult(new CommandServices(provider, provider.DisposeAsync));
    }

    public Task<int> UpAsync(GlobalOptions options, UpRequest request, CancellationToken cancellationToken)
    {
        UpCalledWith = request;
        return Task.FromResult(0);
    }

    public Task<int> WorkAsync(GlobalOptions options, WorkerRequest request, CancellationToken cancellationToken)
    {
        WorkerCalledWith = request;
        return Task.FromResult(0);
    }

    public void Dispose() => _folder.Dispose();

    private AssetGraphBuilder CollectCode()
    {
        AssetGraphBuilder graph = new();
        Assets(graph);
        return graph;
    }

    private AssetGraph CollectGraph(IServiceProvider provider)
    {
        AssetGraphBuilder graph = CollectCode();
        if (Directory.Exists(_folder["models"]))
        {
            foreach (AssetDefinition asset in new SqlModelLoader(provider.GetRequiredService<QueryEngine>().Analyze).LoadFolder(_folder["models"]))
            {
                graph.Add(asset);
            }
        }

        return graph.Build();
    }

    private void AddOrchestration(ServiceCollection services)
    {
        services.AddSingleton(provider => SqliteOrchestrationStore.Open(
            new SqliteStoreOptions { Path = _folder["metadata.db"], PollInterval = TimeSpan.FromMilliseconds(20) },
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => provider.GetRequiredService<SqliteOrchestrationStore>().Runs);
        services.AddSingleton(static provider => provider.GetRequiredService<SqliteOrchestrationStore>().Events);
        services.AddSingleton(static provider => provider.GetRequiredService<SqliteOrchestrationStore>().Schedules);
        services.AddSingleton(new RunExecutorOptions());
        services.AddSingleton(new RunLauncherOptions());
        services.AddSingleton<ResourcePools>();
        services.AddSingleton<StoredRunPlanner>();
        services.AddSingleton<InProcessStepRunner>();
        services.AddSingleton(static provider => new RunExecutorParts(
            provider.GetRequiredService<IRunStore>(), provider.GetRequiredService<IEventLog>(),
            provider.GetRequiredService<InProcessStepRunner>(), provider.GetRequiredService<InProcessStepRunner>(),
            provider.GetRequiredService<ResourcePools>(), provider.GetRequiredService<RunExecutorOptions>(),
            provider.GetRequiredService<TimeProvider>(), new Random(1)));
        services.AddSingleton<IRunLauncher, InProcessRunLauncher>();
        services.AddSingleton<RunCoordinator>();
        services.AddSingleton<IEnumerable<ScheduleDefinition>>(_ => Schedules.Select(static make => make()).ToList());
        services.AddSingleton<ScheduleTicker>();
        services.AddSingleton<ScheduleDaemon>();
    }

    /// <summary>The bytes of standard output outlive the command that closes them.</summary>
    private sealed class UnclosedStream(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}

/// <summary>How a command ended.</summary>
public sealed record ProgramResult(int ExitCode, string Output, string Errors)
{
    /// <summary>The output, which is one JSON document and nothing else.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.True(ExitCode == 0, Errors);
            using JsonDocument document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }
}
