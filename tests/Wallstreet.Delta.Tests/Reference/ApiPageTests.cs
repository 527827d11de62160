using System.Reflection;
using TestKit;

namespace Wallstreet.Delta.Tests.Reference;

public sealed class ApiPageTests
{
    [Fact]
    public void The_page_of_the_API_says_what_the_code_says()
    {
        Assembly library = typeof(DeltaTable).Assembly;
        string actual = new ApiPage(library, new Documentation(Path.ChangeExtension(library.Location, ".xml"))).Write();
        string path = Repository.PathOf("docs/reference/delta-api.md");
        if (Environment.GetEnvironmentVariable("WALLSTREET_GOLDEN") == "write")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{path} is missing; this test writes it with WALLSTREET_GOLDEN=write.");
        Assert.True(
            File.ReadAllText(path) == actual,
            $"{path} is not what the comments say any more; this test writes it anew with WALLSTREET_GOLDEN=write.");
    }
}
