namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>What was done to a file.</summary>
/// <param name="Words">In words.</param>
/// <param name="Content">What it is now; null if it is gone.</param>
/// <param name="Cut">Whether nothing was done but to take bytes from its end.</param>
internal sealed record Mutation(string Words, byte[]? Content, bool Cut = false);
