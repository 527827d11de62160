using System.Collections;

namespace Wallstreet.Cli.Output;

/// <summary>Names and values in order: an object in JSON, lines of name and value for people.</summary>
#pragma warning disable CA1710 // The word of JSON for what it is.
public sealed class Members : IReadOnlyCollection<KeyValuePair<string, object?>>
#pragma warning restore CA1710
{
    private readonly List<KeyValuePair<string, object?>> _items = [];

    /// <inheritdoc />
    public int Count => _items.Count;

    /// <summary>Members of a map of texts, by name.</summary>
    public static Members Of<T>(IEnumerable<KeyValuePair<string, T>> map)
    {
        ArgumentNullException.ThrowIfNull(map);
        Members members = [];
        foreach ((string name, T value) in map.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            members.Add(name, value);
        }

        return members;
    }

    /// <summary>Adds a member.</summary>
    public void Add(string name, object? value) => _items.Add(KeyValuePair.Create(name, value));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc />
    public override string ToString() => string.Join(", ", _items.Select(static m => $"{m.Key}={CellText.ForPeople(m.Value)}"));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
