namespace Wallstreet.Storage.Local;

/// <summary>
/// What a completed write to a file system survives. At every level a killed process leaves the old object or the new
/// one; the levels differ in what a power cut can take.
/// </summary>
public enum LocalDurability
{
    /// <summary>
    /// Nothing is flushed. The cheapest; a power cut can leave names whose content never reached the disk.
    /// </summary>
    Process,

    /// <summary>
    /// The content is flushed before its name appears, so that a name never leads to torn content, also after a power
    /// cut. Files put ahead of a commit, to which no name leads before, are flushed before the commit's name appears. Names themselves reach the disk in the order and at the pace of the file system's journal (some seconds):
    /// a power cut can take the newest commits, but only from the end.
    /// </summary>
    Content,

    /// <summary>Content, then its folder: a completed write survives a power cut.</summary>
    Full,
}
