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
}
