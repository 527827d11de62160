using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>How the columns of a MERGE's source become the table's, for <c>UPDATE SET *</c> and <c>INSERT *</c>.</summary>
internal static class MergeColumns
{
    /// <summary>The table's columns, with the source's others if the command adds them.</summary>
    public static TargetSchema SchemaOf(CommandSession session, MergeCommand command, MergeSource source)
    {
        bool takesAll = command.Clauses.Any(static clause => clause.Columns is null && clause.Action != MergeAction.Delete);
        if (!command.AddColumns || !takesAll)
        {
            if (takesAll)
            {
                // Columns that the table lacks are left out, but a field within a column must not get lost unsaid.
                SchemaMerge.Merge(
                    session.Metadata.Schema,
                    [.. source.Columns.Where(column => session.Metadata.Schema.Find(column.Name) is not null)], false, session.Name);
            }

            return TargetSchema.Of(session.Metadata);
        }

        StructType schema = SchemaMerge.Merge(session.Metadata.Schema, source.Columns, true, session.Name);
        return TargetSchema.Of(
            schema == session.Metadata.Schema ? session.Metadata : ColumnAlterations.Apply(session.Metadata, schema));
    }

    /// <summary>The columns that the source gives, by the table's names.</summary>
    public static IReadOnlyDictionary<string, string> Taken(
        CommandSession session, MergeCommand command, MergeSource source, TargetSchema schema)
    {
        Dictionary<string, string> taken = new(StringComparer.OrdinalIgnoreCase);
        foreach (StructField field in schema.Schema.Fields)
        {
            StructField? given = source.Columns.FirstOrDefault(
                column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
            if (given is not null)
            {
                taken.Add(field.Name, $"{source.Alias}.{SqlText.Name(given.Name)}");
            }
            else if (!command.AddColumns)
            {
                throw new SchemaMismatchException(
                    $"The source of the MERGE has no column {field.Name}, which UPDATE SET * and INSERT * take for "
                    + $"{session.Name}. It has {string.Join(", ", source.Columns.Select(static column => column.Name))}. Name "
                    + "the columns that are set, or add WITH SCHEMA EVOLUTION, which keeps the table's own values.");
            }
        }

        return taken;
    }
}
