namespace Wallstreet.Delta.Actions;

/// <summary>What one commit, compaction or checkpoint says. Within one of them order does not matter.</summary>
internal sealed class CommitActions(long version)
{
    public long Version { get; } = version;

    public List<AddFile> Adds { get; } = [];

    public List<RemoveFile> Removes { get; } = [];

    public List<AddCdcFile> ChangeFiles { get; } = [];

    public List<ApplicationTransaction> Applications { get; } = [];

    public List<DomainMetadata> Domains { get; } = [];

    public List<SidecarFile> Sidecars { get; } = [];

    public Metadata? Metadata { get; set; }

    public Protocol? Protocol { get; set; }

    public CommitInfo? CommitInfo { get; set; }

    /// <summary>Whether each file is named once only, as it must be in a compaction. Protocol section "Log Compaction
    /// Files".</summary>
    public bool IsReconciled()
    {
        HashSet<FileKey> seen = new(Adds.Count + Removes.Count);
        return Adds.TrueForAll(add => seen.Add(add.Key)) && Removes.TrueForAll(remove => seen.Add(remove.Key));
    }
}
