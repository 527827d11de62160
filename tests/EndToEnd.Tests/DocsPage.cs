using System.Text.RegularExpressions;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>A page of the docs as the steps that a reader follows.</summary>
/// <remarks>
/// A fenced block of <c>bash</c> is run. A block of <c>text</c> right after it is what it prints, where <c>…</c> stands
/// for anything. A block after a line "Create `path`:" is written to that file; after another line that ends with a file
/// in backticks and a colon, the block stands in that file of the repository. <c>console</c> blocks need a reader's machine.
/// </remarks>
internal sealed partial class DocsPage
{
    private DocsPage(string path, IReadOnlyList<DocsBlock> blocks)
    {
        Path = path;
        Blocks = blocks;
    }

    public string Path { get; }

    public IReadOnlyList<DocsBlock> Blocks { get; }

    public static DocsPage Read(string relative)
    {
        string[] lines = File.ReadAllLines(Repository.PathOf(relative));
        List<DocsBlock> blocks = [];
        string before = "";
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                before = lines[i].Length > 0 ? lines[i] : before;
                continue;
            }

            int end = Array.IndexOf(lines, "```", i + 1);
            Assert.True(end > i, $"{relative}({i + 1}): the block is never closed.");
            Match file = FileLine().Match(before);
            blocks.Add(new DocsBlock(
                $"{relative}({i + 1})",
                lines[i][3..].Trim(),
                string.Join('\n', lines[(i + 1)..end]),
                file.Success ? file.Groups["path"].Value : null,
                before.StartsWith("Create ", StringComparison.Ordinal)));
            before = "";
            i = end;
        }

        return new DocsPage(relative, blocks);
    }

    [GeneratedRegex(@"`(?<path>[\w./-]+\.\w+)`[^`]*:$")]
    private static partial Regex FileLine();
}

/// <summary>A fenced block.</summary>
/// <param name="Place">The page and line.</param>
/// <param name="Language">What stands after the fence.</param>
/// <param name="Text">The lines.</param>
/// <param name="File">The file that the line before the block names, if it does.</param>
/// <param name="Creates">Whether a reader makes that file.</param>
internal sealed record DocsBlock(string Place, string Language, string Text, string? File, bool Creates);
