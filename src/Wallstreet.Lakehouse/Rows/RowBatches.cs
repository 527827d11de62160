using System.Reflection;
using System.Runtime.CompilerServices;
using Apache.Arrow;

namespace Wallstreet.Lakehouse.Rows;

/// <summary>
/// Turns rows of a C# type into Arrow batches, column by column: each public readable property is a column, in the order
/// of declaration. Supported: <c>string</c>, <c>bool</c>, <c>int</c>, <c>long</c>, <c>double</c>, <c>decimal</c>,
/// <c>DateOnly</c>, <c>DateTimeOffset</c> (microseconds, UTC), and the nullable forms.
/// </summary>
/// <typeparam name="T">The row type.</typeparam>
internal static class RowBatches<T>
{
    private const int RowsPerBatchMax = 131_072;
    private const int RowsBetweenLooks = 4096;

    private static readonly RowColumn<T>[] _columns = Discover();

    /// <summary>The columns as an Arrow schema.</summary>
    public static Schema Schema { get; } = new([.. _columns.Select(static c => c.Field)], null);

    /// <summary>Comments of the columns that have one.</summary>
    public static IReadOnlyDictionary<string, string> Comments { get; } = _columns
        .Where(static c => c.Comment is not null)
        .ToDictionary(static c => c.Field.Name, static c => c.Comment!, StringComparer.Ordinal);

    /// <summary>Reads rows into batches of at most 131,072 rows; no rows give no batch.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(
        IAsyncEnumerable<T> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        int count = 0;
        RowColumn<T>[] columns = [.. _columns.Select(static c => c.Fresh())];
        await foreach (T row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            // Rows that are computed, not awaited, know nothing of the token.
            if (count % RowsBetweenLooks == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            foreach (RowColumn<T> column in columns)
            {
                column.Append(row);
            }

            if (++count == RowsPerBatchMax)
            {
                yield return Build(columns, count);
                count = 0;
            }
        }

        if (count > 0)
        {
            yield return Build(columns, count);
        }
    }

    private static RecordBatch Build(RowColumn<T>[] columns, int rows) =>
        new(Schema, columns.Select(static c => c.Build()), rows);

    private static RowColumn<T>[] Discover()
    {
        PropertyInfo[] properties = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static p => p.CanRead && p.GetIndexParameters().Length == 0 && p.Name != "EqualityContract")];
        if (properties.Length == 0)
        {
            throw new RowTypeException($"{typeof(T)} has no public property, so its rows have no column.");
        }

        return [.. properties.Select(static p => RowColumn<T>.For(p))];
    }
}
