using Wallstreet.Insight.Library;
using Wallstreet.Insight.Parsing;

namespace Wallstreet.Insight.Tests.Library;

public sealed class DashboardFolderTests : IDisposable
{
    private const string Good = "title: One\ntiles:\n- {id: a, kind: markdown, at: {x: 0, y: 0, w: 1, h: 1}, text: x}\n";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wallstreet-insight-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_file_that_changed_is_read_again()
    {
        Write("one.yaml", Good);
        DashboardFolder folder = new([_folder.FullName]);
        Assert.Equal("One", folder.Find("one")!.GetDashboard().Title);

        Write("one.yaml", Good.Replace("One", "Another", StringComparison.Ordinal));

        Assert.Equal("Another", folder.Find("one")!.GetDashboard().Title);
    }

    [Fact]
    public void A_broken_file_is_listed_with_its_problems_and_hides_no_other()
    {
        Write("a.yaml", "title: 1\n");
        Write("b.yml", Good);
        Write("notes.txt", "x");

        IReadOnlyList<DashboardReading> all = new DashboardFolder([_folder.FullName]).ReadAll();

        Assert.Equal(["a", "b"], all.Select(reading => reading.Name));
        Assert.Equal([2, 0], all.Select(reading => reading.Problems.Count));
        Assert.Equal(_folder.Name + "/a.yaml", all[0].Problems[0].File);
    }

    [Fact]
    public void A_folder_that_does_not_exist_holds_nothing()
    {
        DashboardFolder folder = new([Path.Combine(_folder.FullName, "none")]);

        Assert.Empty(folder.ReadAll());
        Assert.Null(folder.Find("one"));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);
}
