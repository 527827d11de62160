using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Delta.Maintenance.Cleanup;

/// <summary>
/// The files below a table that must stay. Who writes a path differently than we read it must not lose the file: every
/// reading of a path that could be meant keeps the file, and a path that leads elsewhere keeps whatever has its name.
/// </summary>
internal sealed class NeededFiles(Uri location)
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Add(string path, DeletionVectorDescriptor? deletionVector)
    {
        AddPath(path);
        switch (deletionVector?.StorageType)
        {
            case "u":
                AddUuid(deletionVector.PathOrInlineDv);
                break;
            case "p":
                AddPath(deletionVector.PathOrInlineDv);
                break;
            default:
                break;
        }
    }

    public bool Contains(string key) => _keys.Contains(key) || _names.Contains(key[(key.LastIndexOf('/') + 1)..]);

    private void AddPath(string path)
    {
        // Some writers do not escape what a URI cannot hold.
        _keys.Add(path);
        string? key = TryFindKey(path);
        if (key is not null)
        {
            _keys.Add(key);
        }

        if (key is null || HasOddSegment(key))
        {
            string name = path[(path.LastIndexOf('/') + 1)..];
            _names.Add(name);
            _names.Add(Uri.UnescapeDataString(name));
        }
    }

    private void AddUuid(string text)
    {
        try
        {
            _keys.Add(DeletionVectorReader.UuidKey(text));
        }
        catch (FormatException)
        {
            throw new DeltaLogException(
                $"The log names a deletion vector '{text}', which is no UUID: which file must stay is not known, so nothing "
                + "was deleted. Rewrite the file that it belongs to, or restore the log from a backup.");
        }
    }

    private string? TryFindKey(string path)
    {
        try
        {
            return DataPath.FindKey(path, location);
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    private static bool HasOddSegment(string key)
    {
        foreach (Range range in key.AsSpan().Split('/'))
        {
            if (key.AsSpan(range) is "" or "." or "..")
            {
                return true;
            }
        }

        return false;
    }
}
