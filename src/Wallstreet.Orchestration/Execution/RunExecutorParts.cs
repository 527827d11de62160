using Wallstreet.Orchestration.Events;
using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Orchestration.Execution;

/// <summary>What an executor and the loops of its runs work with.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Log">The event log.</param>
/// <param name="InProcess">Carries out attempts in this process.</param>
/// <param name="Isolated">Carries out attempts in processes of their own.</param>
/// <param name="Pools">The resource pools of the process.</param>
/// <param name="Options">How runs are executed.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">Spreads retries.</param>
public sealed record RunExecutorParts(
    IRunStore Runs,
    IEventLog Log,
    IStepRunner InProcess,
    IStepRunner Isolated,
    ResourcePools Pools,
    RunExecutorOptions Options,
    TimeProvider Time,
    Random Random);
