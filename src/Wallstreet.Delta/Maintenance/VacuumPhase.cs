namespace Wallstreet.Delta.Maintenance;

/// <summary>What VACUUM does just now.</summary>
public enum VacuumPhase
{
    /// <summary>It looks for files that nobody needs.</summary>
    Searching,

    /// <summary>It deletes them.</summary>
    Deleting,
}
