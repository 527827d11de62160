using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wallstreet.Insight.Library;
using Wallstreet.Orchestration.Planning;
using Wallstreet.Orchestration.Staleness;
using Wallstreet.Web.Assets;
using Wallstreet.Web.Dashboards;
using Wallstreet.Web.Events;
using Wallstreet.Web.Json;
using Wallstreet.Web.Problems;
using Wallstreet.Web.Runs;
using Wallstreet.Web.Schedules;
using Wallstreet.Web.Sql;
using Wallstreet.Web.Tables;

namespace Wallstreet.Web.Hosting;

/// <summary>Adds the API and the pages to a program.</summary>
public static class WallstreetWebServices
{
    /// <summary>
    /// Adds the API and the pages. They need, when first asked: <c>AssetGraph</c>, <c>IRunStore</c>, <c>IEventLog</c>,
    /// <c>IScheduleStore</c>, <c>ScheduleDaemon</c>, <c>RunCoordinator</c>, <c>ITableCatalog</c> and <c>QueryEngine</c>; nothing is made before.
    /// </summary>
    /// <exception cref="WebOptionsException">The options do not hold together.</exception>
    public static IServiceCollection AddWallstreetWeb(this IServiceCollection services, WallstreetWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        WebListening.Validate(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProgramState>();
        services.TryAddSingleton<RunPlanner>();
        services.TryAddSingleton<StalenessCalculator>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<RunProgress>();
        services.AddSingleton<RunReader>();
        services.AddSingleton<RunCommands>();
        services.AddSingleton<ScheduleHandlers>();
        services.AddSingleton<AssetFreshness>();
        services.AddSingleton<AssetReader>();
        services.AddSingleton<AssetDetailReader>();
        services.AddSingleton<PartitionReader>();
        services.AddSingleton<AssetHandlers>();
        services.AddSingleton<SchemaReader>();
        services.AddSingleton<TableReader>();
        services.AddSingleton<QueryDesk>();
        services.AddSingleton<SqlHandlers>();
        services.TryAddSingleton(_ => new DashboardFolder([.. options.DashboardFolders]));
        services.AddSingleton<DashboardHandlers>();
        services.AddExceptionHandler<ProblemHandler>();
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WebJsonContext.Default));
        services.AddOpenApi(openApi => openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = options.Name;
            document.Info.Version = options.Version;
            document.Info.Description = "The API of the pages. Errors are problems (RFC 9457) with a hint; docs/reference tells the shapes.";
            return Task.CompletedTask;
        }));
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = false;
            compression.MimeTypes = ["application/json", "application/problem+json", "text/csv"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = System.IO.Compression.CompressionLevel.Fastest);
        return services;
    }

    /// <summary>Maps the API under <c>/api</c>, its description under <c>/openapi</c> and the pages everywhere else.</summary>
    public static WebApplication MapWallstreet(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        WallstreetWebOptions options = app.Services.GetRequiredService<WallstreetWebOptions>();
        app.UseMiddleware<Security.RequestGate>();
        app.UseResponseCompression();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = _ => Task.CompletedTask, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(context => ProblemWriter.WriteAsync(context.HttpContext, Unexplained(context.HttpContext)));
        app.UseRouting();
        ApiEndpoints.Map(app);
        app.MapOpenApi();
        Pages.PageFiles pages = new(options.PagesFolder ?? Path.Combine(AppContext.BaseDirectory, "web"));
        app.MapFallback("{**path}", pages.ServeAsync);
        return app;
    }

    // What the framework refuses by itself before a handler is asked: a parameter that is no number, a body that is too large.
    private static Problem Unexplained(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status400BadRequest => new Problem("Bad request", "A parameter of the address or the body does not fit.", 400)
        {
            Hint = "See /openapi/v1.json for what each address takes.",
        },
        StatusCodes.Status413PayloadTooLarge => new Problem("Too large", "The body of the request is too large.", 413)
        {
            Hint = "Send less, or raise Web:RequestSizeBytesMax.",
        },
        StatusCodes.Status415UnsupportedMediaType => new Problem("Not JSON", "The body of the request is not JSON.", 415)
        {
            Hint = "Send Content-Type: application/json.",
        },
        int status => new Problem("Refused", FormattableString.Invariant($"The program answers {status}."), status),
    };
}
