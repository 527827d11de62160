using System.Reflection;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Tests.Schema;

/// <summary>The page of features says what the gate does.</summary>
public sealed class FeaturePageTests
{
    private const string Page = "docs/reference/delta-features.md";

    private static readonly Metadata _metadata = new("t", """{"type":"struct","fields":[]}""");

    public static TheoryData<string, string, string> Rows() => [.. ReadRows()];

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_gate_does_what_the_page_says(string feature, string read, string write)
    {
        Protocol written = new(3, 7) { ReaderFeatures = read == "–" ? [] : [feature], WriterFeatures = [feature] };

        Assert.Equal(read == "refused" ? "refused" : "passed", Outcome(feature, () => ProtocolGate.RequireReadable(written, _metadata)));
        Assert.Equal(write == "yes" ? "passed" : "refused", Outcome(feature, () => ProtocolGate.RequireWritable(written, _metadata)));
    }

    [Fact]
    public void The_page_has_every_feature_that_this_library_knows()
    {
        IEnumerable<string> known = typeof(TableFeatures).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(static field => field is { IsLiteral: true } && field.FieldType == typeof(string))
            .Select(static field => (string)field.GetRawConstantValue()!);

        Assert.Empty(known.Except(ReadRows().Select(static row => row.Item1)));
    }

    private static string Outcome(string feature, Action check)
    {
        try
        {
            check();
            return "passed";
        }
        catch (UnsupportedFeatureException exception) when (exception.Feature == feature
            && exception.Message.Contains(feature, StringComparison.Ordinal))
        {
            return "refused";
        }
    }

    private static IEnumerable<(string, string, string)> ReadRows() =>
        from line in File.ReadLines(TestKit.Repository.PathOf(Page))
        where line.StartsWith("| `", StringComparison.Ordinal)
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length == 6
        select (cells[1].Trim('`'), cells[2], cells[3]);
}
