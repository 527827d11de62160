using System.Text;
using System.Text.Json;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>A second, simple reading of commits, to say which files a changed log has: slow, and without anything in
/// common with the reader but how paths are compared.</summary>
internal sealed class NaiveLog
{
    private readonly HashSet<string> _files;

    public NaiveLog(IEnumerable<string> files) => _files = [.. files];

    public IReadOnlyList<string> Files => [.. _files.Order(StringComparer.Ordinal)];

    /// <summary>Applies a commit; false if it says nothing that a reader could follow.</summary>
    public bool TryApply(byte[] commit)
    {
        List<string> removed = [];
        List<(string Key, string Name)> added = [];
        try
        {
            string text = new UTF8Encoding(false, true).GetString(commit).TrimStart('\uFEFF');
            foreach (string line in text.Split('\n').Where(static line => line.Trim(' ', '\t', '\r').Length > 0))
            {
                using JsonDocument document = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = 20_000 });
                foreach (JsonProperty action in document.RootElement.EnumerateObject())
                {
                    if (action.Value.ValueKind == JsonValueKind.Null)
                    {
                        continue;
                    }

                    if (action.Name == "add")
                    {
                        string key = KeyOf(action.Value);
                        added.Add((key, key + Partition(action.Value)));
                    }
                    else if (action.Name == "remove")
                    {
                        removed.Add(KeyOf(action.Value));
                    }
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or DecoderFallbackException
            or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;
        }

        _files.RemoveWhere(name => removed.Exists(key => name.StartsWith(key, StringComparison.Ordinal)));
        foreach ((string key, string name) in added)
        {
            _files.RemoveWhere(other => other.StartsWith(key, StringComparison.Ordinal));
            _files.Add(name);
        }

        return true;
    }

    private static string KeyOf(JsonElement file)
    {
        DeletionVectorDescriptor? vector = null;
        if (Get(file, "deletionVector") is { ValueKind: not JsonValueKind.Null } found)
        {
            vector = new DeletionVectorDescriptor(
                found.GetProperty("storageType").GetString()!,
                found.GetProperty("pathOrInlineDv").GetString()!,
                Get(found, "offset") is { ValueKind: JsonValueKind.Number } offset ? offset.GetInt32() : null,
                0,
                0);
        }

        FileKey key = FileKey.Of(
            file.GetProperty("path").GetString() ?? throw new FormatException("The path is null."), vector);
        return $"{key.Path}|{key.DeletionVectorId}|";
    }

    private static string Partition(JsonElement file) =>
        Get(file, "partitionValues") is { ValueKind: JsonValueKind.Object } values
            ? string.Join(',', values.EnumerateObject()
                .GroupBy(static value => value.Name).Select(static group => group.Last())
                .OrderBy(static value => value.Name, StringComparer.Ordinal)
                .Select(static value => $"{value.Name}={(value.Value.ValueKind is JsonValueKind.String or JsonValueKind.Null
                    ? value.Value.GetString() : value.Value.GetRawText())}"))
            : "";

    private static JsonElement? Get(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value : null;
}
