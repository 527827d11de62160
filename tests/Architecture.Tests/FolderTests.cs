using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.Slices.SliceRuleDefinition;

namespace Architecture.Tests;

/// <summary>Folders are chapters: within a project they do not run in circles.</summary>
public sealed class FolderTests
{
    [Theory]
    [InlineData("Wallstreet.Markets")]
    [InlineData("Wallstreet.Storage")]
    public void Folders_form_no_circle(string project)
    {
        ArchUnitNET.Domain.Architecture house = new ArchLoader()
            .LoadAssemblies(System.Reflection.Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, project + ".dll")))
            .Build();
        IArchRule rule = Slices().Matching(project + ".(*)").Should().BeFreeOfCycles();

        Assert.True(rule.HasNoViolations(house),
            string.Join('\n', rule.Evaluate(house).Where(static r => !r.Passed).Select(static r => r.Description)));
    }
}
