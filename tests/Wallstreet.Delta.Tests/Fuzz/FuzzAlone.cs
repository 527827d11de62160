namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>Runs alone, so that what it allocates can be measured.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FuzzAlone
{
    public const string Name = "Fuzz";
}
