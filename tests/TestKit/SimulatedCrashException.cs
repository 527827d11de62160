namespace TestKit;

/// <summary>
/// The process that used a store is dead, as far as the test is concerned. It is no kind of error that code under test
/// may know and handle.
/// </summary>
#pragma warning disable RS0030 // This is the named type.
public sealed class SimulatedCrashException(string message) : Exception(message);
#pragma warning restore RS0030
