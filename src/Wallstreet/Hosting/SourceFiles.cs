using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Hosting;

/// <summary>
/// Finds the text of assets written in C#. A program ships its files in the folder <c>source</c> beside it; where it does
/// not, the file is read from where it was compiled, as long as it is there.
/// </summary>
internal static class SourceFiles
{
    private const long SizeBytesMax = 256 * 1024;

    /// <summary>The asset with its source's text, and with a path that means something on another machine.</summary>
    public static AssetDefinition Complete(AssetDefinition asset)
    {
        if (asset.Source is not { Language: "csharp", Text: null } source)
        {
            return asset;
        }

        string[] parts = source.File.Split('/', '\\');
        for (int first = 0; first < parts.Length; first++)
        {
            string relative = Path.Combine(parts[first..]);
            string shipped = Path.Combine(AppContext.BaseDirectory, "source", relative);
            if (first > 0 && File.Exists(shipped))
            {
                return asset with { Source = Read(source, shipped) with { File = relative } };
            }
        }

        return asset with { Source = Read(source, source.File) with { File = parts[^1] } };
    }

    /// <summary>The source with its text from the asset's comment on to the end of the file.</summary>
    private static SourceLocation Read(SourceLocation source, string path)
    {
        FileInfo file = new(path);
        if (source.Line is not { } line || !file.Exists || file.Length > SizeBytesMax)
        {
            return source with { Text = "" };
        }

        string[] lines = File.ReadAllLines(path);
        int first = Math.Clamp(line - 1, 0, lines.Length);
        while (first > 0 && lines[first - 1].TrimStart().StartsWith("///", StringComparison.Ordinal))
        {
            first--;
        }

        return source with { Line = first + 1, Text = string.Join('\n', lines[first..]) };
    }
}
