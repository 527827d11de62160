using Microsoft.Extensions.DependencyInjection;
using TestKit;
using TestKit.Orchestration;
using Wallstreet.Orchestration.Automation;
using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;
using Wallstreet.Orchestration.Stores.Sqlite;

namespace Wallstreet.Orchestration.Stores.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task The_ports_come_from_one_file_that_is_opened_when_it_is_needed_and_closed_with_the_provider()
    {
        using var folder = new TemporaryFolder();
        CancellationToken token = TestContext.Current.CancellationToken;
        await using (ServiceProvider services = new ServiceCollection()
            .AddSqliteOrchestrationStore(_ => new SqliteStoreOptions { Path = folder["x.db"] })
            .BuildServiceProvider(validateScopes: true))
        {
            Assert.False(File.Exists(folder["x.db"]));
            await services.GetRequiredService<IEventLog>().AppendAsync([SampleEvents.Log("a")], token);
            await services.GetRequiredService<IScheduleStore>().SetStatusAsync("s", ScheduleStatus.Running, SampleEvents.Start, token);
            Assert.Empty((await services.GetRequiredService<IRunStore>().ListAsync(RunFilter.Everything, 1, null, token)).Runs);
        }

        Assert.False(File.Exists(folder["x.db-wal"]), "The last connection to close puts everything into the file.");
    }

    [Fact]
    public void The_ports_in_memory_are_one_each()
    {
        using ServiceProvider services = new ServiceCollection().AddInMemoryOrchestrationStore().BuildServiceProvider();

        Assert.Same(services.GetRequiredService<IEventLog>(), services.GetRequiredService<IEventLog>());
        Assert.NotNull(services.GetRequiredService<IRunStore>());
        Assert.NotNull(services.GetRequiredService<IScheduleStore>());
    }
}
