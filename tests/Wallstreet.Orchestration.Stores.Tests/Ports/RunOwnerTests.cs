using System.Diagnostics;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Stores.Tests.Ports;

public sealed class RunOwnerTests
{
    [Fact]
    public void This_process_is_not_gone() => Assert.False(RunOwner.Current.IsGone());

    [Fact]
    public void A_process_with_the_same_id_but_another_start_is_gone() =>
        Assert.True((RunOwner.Current with { ProcessStartedAt = RunOwner.Current.ProcessStartedAt.AddMinutes(-5) }).IsGone());

    [Fact]
    public void Of_a_process_on_another_machine_nothing_is_concluded() =>
        Assert.False(new RunOwner(RunOwner.Current.Host + "-other", 1, default).IsGone());

    [Fact]
    public async Task A_process_that_ended_is_gone()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        var owner = new RunOwner(
            RunOwner.Current.Host,
            process.Id,
            DateTimeOffset.FromUnixTimeSeconds(new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds()));
        await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(owner.IsGone());
    }
}
