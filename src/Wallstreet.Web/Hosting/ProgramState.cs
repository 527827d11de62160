using Wallstreet.Orchestration.Runs;

namespace Wallstreet.Web.Hosting;

/// <summary>How far the program's start is; whoever starts it tells, the pages ask. Safe from several threads.</summary>
public sealed class ProgramState(TimeProvider time)
{
    private readonly Lock _gate = new();
    private bool _ready;
    private RunId? _building;
    private IReadOnlyList<string> _problems = [];

    /// <summary>When the program started, UTC.</summary>
    public DateTimeOffset StartedAt { get; } = time.GetUtcNow();

    /// <summary>Whether the lake can be used, and the run that builds the demo lake, if one does.</summary>
    public (bool Ready, RunId? Building) Now
    {
        get
        {
            lock (_gate)
            {
                return (_ready, _building);
            }
        }
    }

    /// <summary>What is wrong with the project's files; what is sound is served.</summary>
    public IReadOnlyList<string> Problems
    {
        get
        {
            lock (_gate)
            {
                return _problems;
            }
        }
    }

    /// <summary>Says what is wrong with the project's files.</summary>
    public void SetProblems(IReadOnlyList<string> problems)
    {
        lock (_gate)
        {
            _problems = [.. problems];
        }
    }

    /// <summary>Says that a run builds the demo lake.</summary>
    public void SetBuilding(RunId run)
    {
        lock (_gate)
        {
            _building = run;
        }
    }

    /// <summary>Says that the lake can be used.</summary>
    public void SetReady()
    {
        lock (_gate)
        {
            (_ready, _building) = (true, null);
        }
    }
}
