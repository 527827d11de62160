using Microsoft.Extensions.DependencyInjection;
using Wallstreet;
using Wallstreet.Markets.Simulation;

WallstreetAppBuilder app = WallstreetApp.CreateBuilder(args);
app.Services.AddSingleton(new SimulatedExchange());
app.Assets.AddFromAssembly<Program>();
app.Assets.AddSqlModels("models");
app.Dashboards.AddFolder("insight");
app.Schedules.Add("evening", "0 18 * * MON-FRI", "America/New_York", "*", newestPartitions: 1);
app.Demo.Materialize("all", "*");
return await app.Build().RunAsync();
