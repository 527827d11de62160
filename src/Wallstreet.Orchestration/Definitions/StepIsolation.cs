namespace Wallstreet.Orchestration.Definitions;

/// <summary>Where the steps of an asset run.</summary>
public enum StepIsolation
{
    /// <summary>In the process that runs the run.</summary>
    InProcess,

    /// <summary>Each in a process of its own, so that a crash is an event and not the end of the run.</summary>
    Process,
}
