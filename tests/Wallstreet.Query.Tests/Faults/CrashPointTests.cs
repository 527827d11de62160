using TestKit;

namespace Wallstreet.Query.Tests.Faults;

/// <summary>
/// The process dies before, and then after, each call to the store that an operation makes: the table is the one before
/// the operation or the one after, can be read, and can be written on. On the S3 server, where a call takes a hundred
/// times as long, it dies after each call only: what dying before a call leaves is what dying after the one before it does.
/// </summary>
[OnEveryStore]
public sealed class CrashPointTests
{
    public static TheoryData<string, Fault> Cases
    {
        get
        {
            TheoryData<string, Fault> cases = [];
            foreach (string name in CrashOperations.All.Select(operation => operation.Name))
            {
                cases.Add(name, Fault.CrashAfter);
                if (!TestStore.IsS3)
                {
                    cases.Add(name, Fault.CrashBefore);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_crash_at_any_call_leaves_the_table_before_or_after(string name, Fault fault)
    {
        await using FaultyLake lake = new();
        CrashOperation operation = CrashOperations.Get(name);
        await lake.TryAsync(FaultPlan.Nothing, operation.Prepare);
        await lake.RememberAsync();
        (string rowsBefore, long versionBefore) = await lake.LookAsync();
        Assert.False(await lake.TryAsync(FaultPlan.Nothing, operation.Run));
        (string rowsAfter, long versionAfter) = await lake.LookAsync();
        Assert.Equal(operation.ChangesRows, rowsBefore != rowsAfter);

        int crashes = 0;
        for (long call = 1; ; call++)
        {
            Assert.True(call < CrashOperations.CallsMax, $"{name} makes more than {CrashOperations.CallsMax} calls for a small table.");
            await lake.RewindAsync();
            if (!await lake.TryAsync(FaultPlan.AtCall(call, fault), operation.Run))
            {
                break;
            }

            crashes++;
            (string rows, long version) = await lake.LookAsync();
            Assert.True(
                rows == rowsBefore || rows == rowsAfter, $"A crash at call {call} left a table that never was:\n{rows}");
            Assert.InRange(version, versionBefore, versionAfter);
            await RequireWritableAsync(lake, version);
        }

        Assert.True(crashes > 2, "The operation never reached the store.");
    }

    /// <summary>What the dead process left behind hinders nobody.</summary>
    private static async Task RequireWritableAsync(FaultyLake lake, long version)
    {
        Assert.False(await lake.TryAsync(
            FaultPlan.Nothing, scene => scene.WriteAsync("SELECT -1::BIGINT AS id, 'p9' AS part, 0::DOUBLE AS value")));
        (string rows, long next) = await lake.LookAsync();
        Assert.Equal(version + 1, next);
        Assert.Contains("-1", rows, StringComparison.Ordinal);
    }
}
