using TestKit;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Log;
using Wallstreet.Delta.Transactions;
using Wallstreet.Storage;

namespace Wallstreet.Delta.Tests.Transactions;

/// <summary>The full table of conflicts: for each operation that landed first and each that was decided on the version
/// before it, whether the second lands too, or which rule stops it. Small letters are where the reference implementation
/// would stop it and this one does not have to.</summary>
[OnEveryStore]
public sealed class ConflictTableTests
{
    /// <summary>A row for each operation that landed first, a column for each second one, both in the order of
    /// <see cref="ConflictOperation.All"/>. A: ConcurrentAppend, R: ConcurrentDeleteRead, D: ConcurrentDeleteDelete,
    /// M: MetadataChanged, P: ProtocolChanged, T: ConcurrentTransaction, dot: both land.</summary>
    private const string WriteSerializable = """
           AP AR ST OV RW DF DB D0 D5 U1 UW ME OA OB VA SP AC UP DR CB SD RE TR CM
        AP  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  A  .  .  .  .  .  .  A
        AR  .  .  .  A  A  A  .  A  A  A  A  A  .  .  .  .  A  .  .  .  .  A  A  A
        ST  .  .  T  .  .  .  .  .  .  .  .  .  .  .  .  .  A  .  .  .  .  .  .  A
        OV  .  R  .  A  A  A  D  A  A  A  A  A  D  D  .  .  A  .  .  .  .  A  A  A
        RW  .  .  .  A  A  A  .  A  A  A  A  A  D  .  .  .  A  .  .  .  .  A  A  A
        DF  .  .  .  D  D  D  .  D  D  D  D  D  D  .  .  .  R  .  .  .  .  D  D  D
        DB  .  R  .  D  .  .  D  .  .  .  .  .  .  D  .  .  R  .  .  .  .  D  D  D
        D0  .  .  .  D  D  D  .  D  a  D  D  a  D  .  .  .  R  .  .  .  .  D  D  D
        D5  .  .  .  D  D  D  .  a  D  a  D  D  D  .  .  .  R  .  .  .  .  D  D  D
        U1  .  .  .  A  A  A  .  A  A  A  A  A  D  .  .  .  A  .  .  .  .  A  A  A
        UW  .  .  .  A  A  A  .  A  A  A  A  A  D  .  .  .  A  .  .  .  .  A  A  A
        ME  .  .  .  A  A  D  .  a  D  a  D  A  D  .  .  .  A  .  .  .  .  A  A  A
        OA  .  .  .  D  D  D  .  D  D  D  D  D  D  .  .  .  a  .  .  .  .  D  D  D
        OB  .  a  .  D  .  .  D  .  .  .  .  .  .  D  .  .  a  .  .  .  .  D  D  D
        VA  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
        SP  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M
        AC  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M
        UP  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  P  P  .  .  .  .  .
        DR  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P
        CB  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  T  .  .  .  .
        SD  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  T  .  .  .
        RE  .  R  .  A  A  A  D  A  A  A  A  A  D  D  .  .  A  .  .  .  .  A  A  A
        TR  .  R  .  D  D  D  D  D  D  D  D  D  D  D  .  .  R  .  .  .  .  D  D  D
        CM  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M
        """;

    private const string Serializable = """
           AP AR ST OV RW DF DB D0 D5 U1 UW ME OA OB VA SP AC UP DR CB SD RE TR CM
        AP  .  .  .  A  A  A  .  A  A  A  A  A  .  .  .  .  A  .  .  .  .  A  A  A
        AR  .  .  .  A  A  A  .  A  A  A  A  A  .  .  .  .  A  .  .  .  .  A  A  A
        ST  .  A  T  A  .  .  A  .  .  .  .  .  .  .  .  .  A  .  .  .  .  A  A  A
        OV  .  R  .  A  A  A  D  A  A  A  A  A  D  D  .  .  A  .  .  .  .  A  A  A
        RW  .  .  .  A  A  A  .  A  A  A  A  A  D  .  .  .  A  .  .  .  .  A  A  A
        DF  .  .  .  D  D  D  .  D  D  D  D  D  D  .  .  .  R  .  .  .  .  D  D  D
        DB  .  R  .  D  .  .  D  .  .  .  .  .  .  D  .  .  R  .  .  .  .  D  D  D
        D0  .  .  .  D  D  D  .  D  a  D  D  a  D  .  .  .  R  .  .  .  .  D  D  D
        D5  .  .  .  D  D  D  .  a  D  a  D  D  D  .  .  .  R  .  .  .  .  D  D  D
        U1  .  .  .  A  A  A  .  A  A  A  A  A  D  .  .  .  A  .  .  .  .  A  A  A
        UW  .  .  .  A  A  A  .  A  A  A  A  A  D  .  .  .  A  .  .  .  .  A  A  A
        ME  .  .  .  A  A  D  .  a  D  a  D  A  D  .  .  .  A  .  .  .  .  A  A  A
        OA  .  .  .  D  D  D  .  D  D  D  D  D  D  .  .  .  a  .  .  .  .  D  D  D
        OB  .  a  .  D  .  .  D  .  .  .  .  .  .  D  .  .  a  .  .  .  .  D  D  D
        VA  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
        SP  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M
        AC  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M
        UP  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  P  P  .  .  .  .  .
        DR  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P  P
        CB  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  T  .  .  .  .
        SD  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  T  .  .  .
        RE  .  R  .  A  A  A  D  A  A  A  A  A  D  D  .  .  A  .  .  .  .  A  A  A
        TR  .  R  .  D  D  D  D  D  D  D  D  D  D  D  .  .  R  .  .  .  .  D  D  D
        CM  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M  M
        """;

    private static readonly Dictionary<char, ConflictRule> _rules = new()
    {
        ['A'] = ConflictRule.ConcurrentAppend,
        ['R'] = ConflictRule.ConcurrentDeleteRead,
        ['D'] = ConflictRule.ConcurrentDeleteDelete,
        ['M'] = ConflictRule.MetadataChanged,
        ['P'] = ConflictRule.ProtocolChanged,
        ['T'] = ConflictRule.ConcurrentTransaction,
    };

    private readonly IObjectStore _store = TestStore.New();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string, string, string, char>> Cells() =>
        Cells("WriteSerializable", WriteSerializable).Concat(Cells("Serializable", Serializable));

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task The_second_operation_follows_the_first_or_is_stopped_by_its_rule(
        string first, string second, string isolation, char cell)
    {
        (ConflictRule? ours, ConflictRule? spark) = await RunAsync(first, second, isolation);

        ConflictRule? rule = cell == '.' ? null : _rules[char.ToUpperInvariant(cell)];
        Assert.Equal(char.IsAsciiLetterLower(cell) ? null : rule, ours);

        // Never stricter than the reference implementation, and finer just where the table says so.
        Assert.Equal(rule is null, spark is null);
    }

    [Fact]
    public void The_page_on_conflicts_shows_the_same_tables()
    {
        string page = File.ReadAllText(Repository.PathOf("docs/reference/conflicts.md"));

        Assert.Contains(WriteSerializable, page, StringComparison.Ordinal);
        Assert.Contains(Serializable, page, StringComparison.Ordinal);
        Assert.All(ConflictOperation.All, operation =>
            Assert.Contains($"| {operation.Code} | {operation.Name} |", page, StringComparison.Ordinal));
    }

    private static IEnumerable<TheoryDataRow<string, string, string, char>> Cells(string isolation, string table)
    {
        string[] rows = table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] columns = rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(ConflictOperation.All.Select(static operation => operation.Code), columns);
        Assert.Equal(columns, rows.Skip(1).Select(static row => row.Split(' ')[0]));
        foreach (string row in rows.Skip(1))
        {
            string[] cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (int column = 0; column < columns.Length; column++)
            {
                yield return new(NameOf(cells[0]), NameOf(columns[column]), isolation, cells[column + 1].Single())
                {
                    TestDisplayName = $"{NameOf(cells[0])} then {NameOf(columns[column])} ({isolation})",
                };
            }
        }
    }

    private static string NameOf(string code) => ConflictOperation.All.Single(operation => operation.Code == code).Name;

    private async Task<(ConflictRule? Ours, ConflictRule? Spark)> RunAsync(string first, string second, string isolation)
    {
        DeltaTable table = await DeltaTable.CreateAsync(
            _store,
            new TableDefinition(Tables.Schema)
            {
                PartitionColumns = ["symbol"],
                Properties = new Dictionary<string, string>
                {
                    ["delta.isolationLevel"] = isolation,
                    ["delta.enableDeletionVectors"] = "true",
                    ["delta.feature.domainMetadata"] = "supported",
                    ["delta.feature.clustering"] = "supported",
                    ["delta.feature.vacuumProtocolCheck"] = "supported",
                },
                Files = [ConflictOperation.New("a1", "A", 0, 9), ConflictOperation.New("a2", "A", 10, 19), ConflictOperation.New("b1", "B", 0, 9)],
            },
            Tables.Commit,
            null,
            Cancellation);
        Snapshot read = await table.GetSnapshotAsync(Cancellation);
        TableChange change = ConflictOperation.Of(second).Change(read, "2");

        await table.CommitAsync(ConflictOperation.Of(first).Change(read, "1"), Tables.Commit, Cancellation);
        ConflictRule? ours = null;
        try
        {
            Assert.Equal(2, (await table.CommitAsync(change, Tables.Commit, Cancellation)).Version);
        }
        catch (ConcurrentModificationException conflict)
        {
            Assert.Equal((1, "TEST"), (conflict.WinningVersion, conflict.WinningOperation));
            Assert.Equal(1, (await table.GetSnapshotAsync(Cancellation)).Version);
            ours = conflict.Rule;
        }

        CommitActions winner = LogReader.Parse(
            1, await _store.GetAsync(LogFile.CommitKey(1), Cancellation), LogFile.CommitKey(1), true);
        return (ours, SparkRules.Find(ConflictOperation.Of(second), change, winner, isolation == "Serializable"));
    }
}
