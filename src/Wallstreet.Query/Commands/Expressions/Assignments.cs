using Wallstreet.Delta;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Expressions;

/// <summary>Which columns of a table get which values.</summary>
internal sealed class Assignments
{
    private readonly StructType _schema;
    private readonly Dictionary<string, Expression> _values;

    private Assignments(StructType schema, Dictionary<string, Expression> values)
    {
        _schema = schema;
        _values = values;
    }

    /// <summary>The columns that get values, by the names that the table gives them.</summary>
    public IReadOnlyCollection<string> Given => _values.Keys;

    /// <summary>The values.</summary>
    public IReadOnlyCollection<Expression> Values => _values.Values;

    public static async ValueTask<Assignments> ReadAsync(CommandSession session,
        IReadOnlyList<ColumnAssignment> columns, StructType schema, string scope, CancellationToken cancellationToken)
    {
        Dictionary<string, Expression> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (ColumnAssignment column in columns)
        {
            StructField field = schema.Find(column.Column) ?? throw new SchemaMismatchException(
                $"The table {session.Name} has no column {column.Column} to set. It has "
                + $"{string.Join(", ", schema.Fields.Select(static field => field.Name))}.");
            Expression value = await session.Reader.ReadAsync(
                new SqlPiece(column.Expression, $"the value of {field.Name}", column.Place), scope, cancellationToken)
                .ConfigureAwait(false);
            if (!values.TryAdd(field.Name, value))
            {
                throw new SchemaMismatchException($"The column {field.Name} of {session.Name} is set twice. Set it once.");
            }
        }

        return values.Count > 0
            ? new Assignments(schema, values)
            : throw new SchemaMismatchException($"No column of {session.Name} is set. Name one with its value.");
    }

    /// <summary>Binds all values before anything is read.</summary>
    public async Task BindAsync(CommandSession session, string scope, CancellationToken cancellationToken)
    {
        foreach (Expression value in _values.Values)
        {
            await value.BindAsync(session, scope, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The value of a column as SQL; <see langword="null"/> if it is not set.</summary>
    public string? Find(StructField field) => _values.GetValueOrDefault(field.Name)?.Bracketed;

    /// <summary>A select list of all columns of the table.</summary>
    /// <param name="kept">What stands for a column that is not set.</param>
    public string Columns(Func<StructField, string> kept) => string.Join(", ", _schema.Fields.Select(
        field => $"{Find(field) ?? kept(field)} AS {SqlText.Name(field.Name)}"));
}
