using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;

namespace Wallstreet.Delta.Alterations;

/// <summary>Decides on changes of a table's CHECK constraints. Protocol section "CHECK Constraints".</summary>
public static class ConstraintAlterations
{
    /// <summary>The CHECK constraints of a table: names with their conditions in Spark SQL.</summary>
    /// <param name="metadata">The table.</param>
    /// <returns>The constraints, by name.</returns>
    public static IReadOnlyDictionary<string, string> Find(Metadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.Configuration
            .Where(static pair => pair.Key.StartsWith(ColumnReferences.ConstraintPrefix, StringComparison.OrdinalIgnoreCase))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .ToDictionary(
                static pair => pair.Key[ColumnReferences.ConstraintPrefix.Length..], static pair => pair.Value, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Adds a constraint. It holds only if every row that the table has satisfies it: whoever commits the change
    /// has looked at every row.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="name">What the constraint is called; case is ignored.</param>
    /// <param name="expression">The condition, in Spark SQL.</param>
    /// <returns>The change.</returns>
    /// <exception cref="TablePropertyException">There is one of that name.</exception>
    public static Alteration Add(Snapshot snapshot, string name, string expression)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentException.ThrowIfNullOrWhiteSpace(expression);
        string key = ColumnReferences.ConstraintPrefix + name.Trim().ToLowerInvariant();
        if (Find(snapshot.Metadata).TryGetValue(name.Trim(), out string? other))
        {
            throw new TablePropertyException(
                key, $"The table has a CHECK constraint '{name}' already: {other}. Drop it first, or choose another name.");
        }

        Metadata changed = snapshot.Metadata.WithProperties((key, expression));
        return new Alteration(snapshot, changed, ProtocolUpgrade.Cover(snapshot.Protocol, changed), "ADD CONSTRAINT")
        {
            Parameters = new Dictionary<string, string> { ["name"] = name, ["expr"] = expression },
            ReadsWholeTable = true,
        };
    }

    /// <summary>Takes a constraint away.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="name">What the constraint is called; case is ignored.</param>
    /// <returns>The change.</returns>
    /// <exception cref="TablePropertyException">There is none of that name.</exception>
    public static Alteration Drop(Snapshot snapshot, string name)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        IReadOnlyDictionary<string, string> known = Find(snapshot.Metadata);
        if (!known.TryGetValue(name.Trim(), out string? expression))
        {
            throw new TablePropertyException(
                ColumnReferences.ConstraintPrefix + name,
                $"The table has no CHECK constraint '{name}'. It has {(known.Count == 0 ? "none" : string.Join(", ", known.Keys))}.");
        }

        Metadata changed = snapshot.Metadata with
        {
            Configuration = snapshot.Metadata.Configuration
                .Where(pair => !SchemaEditor.Is(pair.Key, ColumnReferences.ConstraintPrefix + name.Trim()))
                .ToDictionary(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal),
        };
        return new Alteration(snapshot, changed, snapshot.Protocol, "DROP CONSTRAINT")
        {
            Parameters = new Dictionary<string, string> { ["name"] = name, ["expr"] = expression },
        };
    }
}
