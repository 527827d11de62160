using System.Collections.Immutable;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Snapshots;

/// <summary>Replays a log from its start or from a checkpoint, oldest commit first.</summary>
internal sealed class TableStateBuilder
{
    private readonly List<AddFile?> _files = [];
    private readonly Dictionary<FileKey, int> _positions = [];
    private readonly Dictionary<string, ApplicationTransaction> _applications = new(StringComparer.Ordinal);
    private ImmutableDictionary<string, DomainMetadata> _domains = ImmutableDictionary<string, DomainMetadata>.Empty;
    private Tombstones? _tombstones;
    private Protocol? _protocol;
    private Metadata? _metadata;

    public static ImmutableDictionary<string, DomainMetadata> Apply(
        ImmutableDictionary<string, DomainMetadata> domains, DomainMetadata domain) =>
        domain.Removed ? domains.Remove(domain.Domain) : domains.SetItem(domain.Domain, domain);

    public void Apply(CommitActions commit)
    {
        _protocol = commit.Protocol ?? _protocol;
        _metadata = commit.Metadata ?? _metadata;
        foreach (RemoveFile remove in commit.Removes)
        {
            if (_positions.Remove(remove.Key, out int position))
            {
                _files[position] = null;
            }
        }

        if (commit.Adds.Count > _positions.Count)
        {
            _positions.EnsureCapacity(_positions.Count + commit.Adds.Count);
        }

        foreach (AddFile add in commit.Adds)
        {
            FileKey key = add.Key;
            if (!_positions.TryAdd(key, _files.Count))
            {
                _files[_positions[key]] = null;
                _positions[key] = _files.Count;
            }

            _files.Add(add);
        }

        foreach (ApplicationTransaction application in commit.Applications)
        {
            _applications[application.ApplicationId] = application;
        }

        _domains = commit.Domains.Aggregate(_domains, Apply);
        if (commit.Removes.Count > 0)
        {
            _tombstones = new Tombstones(_tombstones, commit.Removes);
        }
    }

    public TableState Build(long version) => new()
    {
        Version = version,
        Protocol = _protocol ?? throw Missing("protocol", version),
        Metadata = _metadata ?? throw Missing("metaData", version),
        Files = FileSet.Of(_files, _positions),
        Applications = _applications.ToImmutableDictionary(StringComparer.Ordinal),
        Domains = _domains,
        Tombstones = _tombstones,
    };

    private static DeltaLogException Missing(string action, long version) =>
        new($"The log up to version {version} has no '{action}' action, which every table must have. "
            + "Its first commit or its checkpoint is damaged.");
}
