using Wallstreet.Delta;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Expressions;

/// <summary>Which columns of a table, and fields of its structs, get which values.</summary>
internal sealed class Assignments
{
    private readonly StructType _schema;
    private readonly AssignedFields _fields = new();
    private readonly List<Expression> _values = [];

    private Assignments(StructType schema) => _schema = schema;

    /// <summary>The columns that get values, as a whole or in part, by the names that the table gives them.</summary>
    public IReadOnlyCollection<string> Given => [.. _fields.Names];

    /// <summary>The values.</summary>
    public IReadOnlyCollection<Expression> Values => _values;

    public static async ValueTask<Assignments> ReadAsync(CommandSession session,
        IReadOnlyList<ColumnAssignment> columns, StructType schema, string scope, CancellationToken cancellationToken)
    {
        var assignments = new Assignments(schema);
        List<ColumnPath> known = [];
        foreach (ColumnAssignment column in columns)
        {
            ColumnPath path = Unqualified(session, column, schema);
            RequireField(session, path, schema);
            Expression value = await session.Reader.ReadAsync(
                new SqlPiece(column.Expression, $"the value of {path}", column.Place), scope, cancellationToken)
                .ConfigureAwait(false);
            if (!assignments._fields.TryAdd(schema, [.. path.Names], value))
            {
                ColumnPath other = known.Find(set => Overlaps(set, path));
                throw new SchemaMismatchException(other == path
                    ? $"The column {path} of {session.Name} is set twice. Set it once."
                    : $"The columns {other} and {path} of {session.Name} are both set, and one is part of the other. Set one of them.");
            }

            known.Add(path);
            assignments._values.Add(value);
        }

        return known.Count > 0
            ? assignments
            : throw new SchemaMismatchException($"No column of {session.Name} is set. Name one with its value.");
    }

    /// <summary>Binds all values before anything is read.</summary>
    public async Task BindAsync(CommandSession session, string scope, CancellationToken cancellationToken)
    {
        foreach (Expression value in _values)
        {
            await value.BindAsync(session, scope, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a column gets a value of its own, whatever it was.</summary>
    public bool Replaces(StructField field) => _fields.Replaces(field.Name);

    /// <summary>The value of a column as SQL.</summary>
    /// <param name="field">The column.</param>
    /// <param name="kept">Its value as it was.</param>
    public string Value(StructField field, string kept) => _fields.Value(field, kept);

    /// <summary>A select list of all columns of the table.</summary>
    /// <param name="kept">What stands for a column as it was.</param>
    public string Columns(Func<StructField, string> kept) => string.Join(", ", _schema.Fields.Select(
        field => $"{Value(field, kept(field))} AS {SqlText.Name(field.Name)}"));

    /// <summary>The names that lead to a column, without the table's own, which come first as everywhere in SQL.</summary>
    private static ColumnPath Unqualified(CommandSession session, ColumnAssignment column, StructType schema)
    {
        if (column.MayBeQualified)
        {
            foreach (string[] qualifier in session.Qualifiers.Select(static name => name.Split('.')))
            {
                ColumnPath rest = new(column.Column.Names.Skip(qualifier.Length).DefaultIfEmpty(""));
                if (schema.Find(rest.Names[0]) is not null
                    && column.Column.Names.Take(qualifier.Length).SequenceEqual(qualifier, StringComparer.OrdinalIgnoreCase))
                {
                    return rest;
                }
            }
        }

        return column.Column;
    }

    private static void RequireField(CommandSession session, ColumnPath path, StructType schema)
    {
        DeltaType type = schema;
        for (int depth = 0; depth < path.Names.Count; depth++)
        {
            string holder = depth == 0 ? "" : new ColumnPath(path.Names.Take(depth)).ToString();
            if (type is not StructType structure)
            {
                throw new SchemaMismatchException(
                    $"{path} of {session.Name} cannot be set: {holder} is of type {type}, and only fields of structs are set by "
                    + $"themselves. Set {holder} as a whole.");
            }

            type = structure.Find(path.Names[depth])?.Type ?? throw new SchemaMismatchException(depth == 0
                ? $"The table {session.Name} has no column {path.Names[0]} to set. It has {Names(structure)}."
                : $"The struct {holder} of {session.Name} has no field {path.Names[depth]} to set. It has {Names(structure)}.");
        }
    }

    private static string Names(StructType structure) => string.Join(", ", structure.Fields.Select(static field => field.Name));

    private static bool Overlaps(ColumnPath one, ColumnPath other)
    {
        int length = Math.Min(one.Names.Count, other.Names.Count);
        return one.Names.Take(length).SequenceEqual(other.Names.Take(length), StringComparer.OrdinalIgnoreCase);
    }
}
