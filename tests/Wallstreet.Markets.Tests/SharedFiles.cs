namespace Wallstreet.Markets.Tests;

/// <summary>Finds the folder of real market data beside the project, or skips the test that needs it.</summary>
internal static class SharedFiles
{
    public static string Find(string relativePath)
    {
        string path = Path.Combine(Root(), "..", "shared", "market-data", relativePath);
        if (!File.Exists(path))
        {
            Assert.Skip($"The real data file {relativePath} is not beside the project (../shared/market-data).");
        }

        return path;
    }

    /// <summary>The fields of every line after the header of a plain CSV file.</summary>
    public static IEnumerable<string[]> Rows(string relativePath) =>
        File.ReadLines(Find(relativePath)).Skip(1).Select(static line => line.Split(','));

    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Wallstreet.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds Wallstreet.slnx.");
    }
}
