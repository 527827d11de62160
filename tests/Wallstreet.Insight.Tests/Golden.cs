using System.Runtime.CompilerServices;

namespace Wallstreet.Insight.Tests;

/// <summary>Compares text with a file of the tests; set WALLSTREET_GOLDEN=write to accept what is there now.</summary>
internal static class Golden
{
    public static void Matches(string name, string actual) =>
        MatchesFile(Repository.PathOf("tests", "Wallstreet.Insight.Tests", "Golden", name), actual);

    public static void MatchesFile(string path, string actual, [CallerFilePath] string caller = "")
    {
        if (Environment.GetEnvironmentVariable("WALLSTREET_GOLDEN") == "write")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is missing; {Path.GetFileName(caller)} writes it with WALLSTREET_GOLDEN=write.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
