using System.Text.RegularExpressions;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>What the docs show is done, by the real program in a temporary copy of the project.</summary>
public sealed partial class DocsTests
{
    /// <summary>Every page with a block to run or to compare; a new page joins by itself.</summary>
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Append(Repository.PathOf("README.md"))
            .Concat(LibraryPages())
            .Select(static file => Path.GetRelativePath(Repository.Root, file))
            .Where(static page => DocsPage.Read(page).Blocks.Any(static block => block.Language == "bash" || block.File is not null))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_reader_who_follows_the_page_gets_what_it_says(string page)
    {
        await using DocsWorkshop workshop = new();

        await workshop.FollowAsync(DocsPage.Read(page), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Every_link_between_pages_leads_somewhere()
    {
        string[] pages =
        [
            .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Repository.Root, "*.md"),
            .. LibraryPages(),
        ];
        string[] broken =
        [
            .. from page in pages
               from Match link in Link().Matches(File.ReadAllText(page))
               let target = link.Groups["target"].Value
               where !target.Contains("://", StringComparison.Ordinal)
                   && !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
               select $"{Path.GetRelativePath(Repository.Root, page)}: {target}",
        ];

        Assert.Empty(broken);
    }

    /// <summary>The front pages of libraries that are usable alone.</summary>
    private static IEnumerable<string> LibraryPages() =>
        Directory.EnumerateDirectories(Repository.PathOf("src")).Select(static folder => Path.Join(folder, "README.md")).Where(File.Exists);

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
