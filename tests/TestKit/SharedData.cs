namespace TestKit;

/// <summary>Large inputs that lie beside the repository in <c>../shared</c>; a test that lacks them is skipped.</summary>
public static class SharedData
{
    private static string Root => Path.Join(Path.GetDirectoryName(Repository.Root), "shared");

    /// <summary>Whether the inputs are there at all.</summary>
    public static bool IsPresent => Directory.Exists(Root);

    /// <summary>The path of a file or folder of the shared inputs; skips the test if it is absent.</summary>
    /// <param name="relative">For instance <c>market-data/calendar</c>.</param>
    public static string PathOf(string relative)
    {
        string path = Path.Join(Root, relative);
        Assert.SkipUnless(Path.Exists(path), $"The shared input '{relative}' is not beside the repository (../shared).");
        return path;
    }
}
