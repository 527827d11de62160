namespace Wallstreet.Delta.Actions;

/// <summary>How far an application got, so that it writes nothing twice. Protocol section "Transaction
/// Identifiers".</summary>
/// <param name="ApplicationId">Names the application, such as a stream.</param>
/// <param name="Version">The application's own number.</param>
/// <param name="LastUpdatedMilliseconds">When it was written, in milliseconds since the Unix epoch.</param>
public sealed record ApplicationTransaction(
    string ApplicationId, long Version, long? LastUpdatedMilliseconds = null);
