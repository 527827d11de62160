namespace Wallstreet.Delta.Verification;

/// <summary>Something that was found in a table.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Check">What was being looked at: <c>log</c>, <c>commit</c>, <c>checkpoint</c>, <c>compaction</c>,
/// <c>checksum</c>, <c>file</c>, <c>deletionVector</c>, <c>partition</c>, <c>statistics</c>, <c>data</c>, <c>rule</c> or
/// <c>unreferenced</c>.</param>
/// <param name="Place">The file of the log, or the data file.</param>
/// <param name="Message">What is wrong, and how to mend it.</param>
public sealed record VerificationFinding(VerificationSeverity Severity, string Check, string Place, string Message);
