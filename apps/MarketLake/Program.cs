using MarketLake;
using Microsoft.Extensions.DependencyInjection;
using Wallstreet;
using Wallstreet.Markets.Simulation;

WallstreetAppBuilder app = WallstreetApp.CreateBuilder(args);
app.Services.AddSingleton(static _ => new SimulatedExchange());
app.Assets.AddFromAssembly<MarketLakeAssembly>();
app.Assets.AddSqlModels("models");
app.Dashboards.AddFolder("insight");
app.Schedules.Add("daily_close", "15 18 * * MON-FRI", "America/New_York", "* and not bronze/simex_minute+", newestPartitions: 1);
app.Schedules.Add("minute_close", "30 18 * * MON-FRI", "America/New_York", "bronze/simex_minute+", newestPartitions: 1);
app.Demo.Materialize("daily", "* and not bronze/simex_minute+");
app.Demo.Materialize("minute", "bronze/simex_minute+", newestPartitions: 20);
return await app.Build().RunAsync().ConfigureAwait(false);

namespace MarketLake
{
    /// <summary>Stands for this assembly.</summary>
    internal sealed class MarketLakeAssembly;
}
