using System.Reflection;

namespace Architecture.Tests;

/// <summary>References run only downward, and the nevers of the design hold.</summary>
public sealed class FloorTests
{
    // What each project may use of the others. A line is added only with a reason in ARCHITECTURE.md.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Wallstreet.Storage"] = [],
        ["Wallstreet.Orchestration"] = [],
        ["Wallstreet.Markets"] = [],
        ["Wallstreet.Delta"] = ["Wallstreet.Storage"],
        ["Wallstreet.Query"] = ["Wallstreet.Storage", "Wallstreet.Delta"],
        ["Wallstreet.Orchestration.Stores"] = ["Wallstreet.Orchestration"],
        ["Wallstreet.Lakehouse"] = ["Wallstreet.Storage", "Wallstreet.Markets", "Wallstreet.Orchestration", "Wallstreet.Delta", "Wallstreet.Query"],
        ["Wallstreet.Insight"] = ["Wallstreet.Storage", "Wallstreet.Delta", "Wallstreet.Query"],
        ["Wallstreet.Cli"] = ["Wallstreet.Storage", "Wallstreet.Markets", "Wallstreet.Orchestration", "Wallstreet.Orchestration.Stores", "Wallstreet.Delta", "Wallstreet.Query", "Wallstreet.Lakehouse", "Wallstreet.Insight"],
        ["Wallstreet.Web"] = ["Wallstreet.Storage", "Wallstreet.Markets", "Wallstreet.Orchestration", "Wallstreet.Orchestration.Stores", "Wallstreet.Delta", "Wallstreet.Query", "Wallstreet.Lakehouse", "Wallstreet.Insight"],
        ["Wallstreet"] = ["Wallstreet.Storage", "Wallstreet.Markets", "Wallstreet.Orchestration", "Wallstreet.Orchestration.Stores", "Wallstreet.Delta", "Wallstreet.Query", "Wallstreet.Lakehouse", "Wallstreet.Insight", "Wallstreet.Cli", "Wallstreet.Web"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_floors_below_it(string project)
    {
        string[] used = References(project, static name => name.StartsWith("Wallstreet", StringComparison.Ordinal));

        Assert.Empty(used.Except(Allowed[project]));
    }

    [Fact]
    public void Every_project_of_src_stands_in_the_plan()
    {
        string[] projects = [.. Directory.GetDirectories(Path.Combine(Root(), "src")).Select(static d => Path.GetFileName(d)!).Order()];

        Assert.Equal(Allowed.Keys.Order(), projects);
    }

    [Theory]
    [InlineData("Wallstreet.Orchestration", "DuckDB")]
    [InlineData("Wallstreet.Orchestration", "Microsoft.AspNetCore")]
    [InlineData("Wallstreet.Orchestration", "Microsoft.EntityFrameworkCore")]
    [InlineData("Wallstreet.Orchestration", "Apache.Arrow")]
    [InlineData("Wallstreet.Delta", "DuckDB")]
    [InlineData("Wallstreet.Delta", "Microsoft.AspNetCore")]
    [InlineData("Wallstreet.Markets", "Microsoft.Extensions")]
    [InlineData("Wallstreet.Insight", "Microsoft.AspNetCore")]
    [InlineData("Wallstreet.Lakehouse", "Microsoft.AspNetCore")]
    [InlineData("Wallstreet.Cli", "Microsoft.AspNetCore")]
    public void A_heavy_dependency_stays_in_its_project(string project, string dependency) =>
        Assert.Empty(References(project, name => name.StartsWith(dependency, StringComparison.Ordinal)));

    [Theory]
    [InlineData("AWSSDK", "Wallstreet.Storage")]
    [InlineData("DuckDB", "Wallstreet.Query")]
    [InlineData("ParquetSharp", "Wallstreet.Delta", "Wallstreet.Query", "Wallstreet.Lakehouse")]
    [InlineData("Microsoft.EntityFrameworkCore", "Wallstreet.Orchestration.Stores")]
    [InlineData("System.CommandLine", "Wallstreet.Cli")]
    [InlineData("YamlDotNet", "Wallstreet.Insight")]
    public void A_heavy_dependency_has_its_homes_and_no_other(string dependency, params string[] homes)
    {
        IEnumerable<string> users = Allowed.Keys
            .Where(project => References(project, name => name.StartsWith(dependency, StringComparison.Ordinal)).Length > 0);

        Assert.Equal(homes, users);
    }

    private static string[] References(string project, Func<string, bool> wanted) =>
        [.. Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, project + ".dll"))
            .GetReferencedAssemblies()
            .Select(static name => name.Name!)
            .Where(wanted)];

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Wallstreet.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("Wallstreet.slnx was not found above the tests.");
    }
}
