namespace Wallstreet.Orchestration.Planning;

/// <summary>Neighbouring steps of a plan, all of one asset.</summary>
/// <param name="Start">The index of the first.</param>
/// <param name="Count">How many.</param>
public readonly record struct StepRange(int Start, int Count)
{
    /// <summary>The index after the last.</summary>
    public int End => Start + Count;
}
