using System.Globalization;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>
/// Damages the files of tables, a file at a time, and reads them. Each case follows from its number. It must end, in time
/// and within bounds, with the same answer as before, with an error of this library, or, where the damage makes a log
/// that says something else, with the answer that a second and simple reading gives.
/// </summary>
[Collection(FuzzAlone.Name)]
public sealed class FuzzTests
{
    private const int CasesDefault = 5_000;
    private const long BytesMax = 96L << 20;
    private static readonly TimeSpan _timeMax = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damaged_tables_give_the_same_answer_or_an_error_and_never_another()
    {
        int first = Number("WALLSTREET_FUZZ_FIRST") ?? 0;
        int count = Number("WALLSTREET_FUZZ_CASES") ?? CasesDefault;
        string? progress = Environment.GetEnvironmentVariable("WALLSTREET_FUZZ_PROGRESS");
        IReadOnlyList<FuzzTable> tables = await FuzzTables.LoadAsync(Cancellation);
        Dictionary<string, int> outcomes = new(StringComparer.Ordinal);
        List<string> faults = [];
        for (int number = first; number < first + count && faults.Count < 20; number++)
        {
            (string outcome, string? fault) = await new FuzzCase(tables, number).RunAsync(_timeMax, BytesMax, progress, Cancellation);
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (fault is not null)
            {
                faults.Add(fault);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{count} cases over {tables.Count} tables: "
            + string.Join(", ", outcomes.OrderBy(static pair => pair.Key, StringComparer.Ordinal)
                .Select(static pair => $"{pair.Key} {pair.Value}")));
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int number) ? number : null;
}
