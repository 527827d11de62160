using TestKit;
using Wallstreet.Delta;
using Wallstreet.Storage;

namespace Wallstreet.Query.Tests.Faults;

/// <summary>
/// One call to the store fails, or its answer is lost, and the process lives on and cleans up after itself: what it takes
/// back must never be part of a commit that landed.
/// </summary>
[OnEveryStore]
public sealed class FailurePointTests
{
    public static TheoryData<string, Fault> Cases
    {
        get
        {
            TheoryData<string, Fault> cases = [];
            foreach (string name in new[]
            {
                "create", "append", "merge by keys", "replaceWhere of rows", "delete with files written again",
                "delete with deletion vectors", "merge with change data", "optimize", "vacuum",
                "drop column mapping", "drop type widening", "drop deletion vectors",
            })
            {
                cases.Add(name, Fault.FailBefore);
                cases.Add(name, Fault.FailAfter);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_failure_at_any_call_leaves_the_table_before_or_after_with_all_its_files(string name, Fault fault)
    {
        await using FaultyLake lake = new();
        CrashOperation operation = CrashOperations.Get(name);
        await lake.TryAsync(FaultPlan.Nothing, operation.Prepare);
        await lake.RememberAsync();
        (string rowsBefore, _) = await lake.LookAsync();
        FaultPlan whole = FaultPlan.Nothing;
        Assert.False(await lake.TryAsync(whole, operation.Run));
        (string rowsAfter, _) = await lake.LookAsync();

        for (long call = 1; call <= whole.Calls; call++)
        {
            Assert.True(call < CrashOperations.CallsMax, $"{name} makes more than {CrashOperations.CallsMax} calls for a small table.");
            await lake.RewindAsync();
            Exception? error = await Record.ExceptionAsync(() => lake.TryAsync(FaultPlan.AtCall(call, fault), operation.Run));

            Assert.True(error is null or ObjectStoreException or DeltaException or QueryException, $"At call {call}: {error}");
            (string rows, _) = await lake.LookAsync();
            Assert.True(
                rows == rowsAfter || (error is not null && rows == rowsBefore), $"A failure at call {call} left a table that never was:\n{rows}");
        }
    }
}
