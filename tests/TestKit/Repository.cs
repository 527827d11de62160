namespace TestKit;

/// <summary>The project's own files, found from where the tests run.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Wallstreet.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of something in the repository.</summary>
    public static string PathOf(string relative) => Path.Join(Root, relative);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Join(folder.FullName, "Wallstreet.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            $"No Wallstreet.slnx above '{AppContext.BaseDirectory}': run the tests from a clone of the repository.");
    }
}
