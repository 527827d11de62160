using Apache.Arrow;
using Wallstreet.Lakehouse.Rows;

namespace Wallstreet.Lakehouse.Outputs;

/// <summary>What an asset's function returns to have it kept in the asset's table.</summary>
public abstract class AssetOutput
{
    private protected AssetOutput()
    {
    }

    /// <summary>The rows of a SELECT statement; it may use <c>$partition_start</c>, <c>$partition_end</c> and <c>$partition</c>.</summary>
    public static AssetOutput Sql(string statement) => new SqlOutput(statement);

    /// <summary>Rows of a C# type; see <see cref="ColumnAttribute"/>.</summary>
    public static AssetOutput Rows<T>(IAsyncEnumerable<T> rows) => new RowsOutput<T>(rows);

    /// <summary>Rows of a C# type; see <see cref="ColumnAttribute"/>.</summary>
    public static AssetOutput Rows<T>(IEnumerable<T> rows) => new RowsOutput<T>(Async(rows));

    /// <summary>Arrow batches of one schema.</summary>
    public static AssetOutput Arrow(Schema schema, IAsyncEnumerable<RecordBatch> batches) => new ArrowOutput(schema, batches);

    private static async IAsyncEnumerable<T> Async<T>(IEnumerable<T> rows)
    {
        foreach (T row in rows)
        {
            yield return row;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}

/// <summary>The rows of a SELECT statement: they go from Parquet to Parquet without becoming C# objects.</summary>
/// <param name="statement">The statement.</param>
public sealed class SqlOutput(string statement) : AssetOutput
{
    /// <summary>The statement.</summary>
    public string Statement => statement;
}

/// <summary>Arrow batches.</summary>
/// <param name="schema">The schema that every batch has.</param>
/// <param name="batches">The batches; read once.</param>
public class ArrowOutput(Schema schema, IAsyncEnumerable<RecordBatch> batches) : AssetOutput
{
    /// <summary>The schema that every batch has.</summary>
    public Schema Schema => schema;

    /// <summary>The batches; read once.</summary>
    public IAsyncEnumerable<RecordBatch> Batches => batches;

    /// <summary>What columns mean, by name, where the output knows it.</summary>
    public virtual IReadOnlyDictionary<string, string> Comments { get; } = new Dictionary<string, string>();
}

/// <summary>Rows of a C# type.</summary>
/// <typeparam name="T">The row type.</typeparam>
/// <param name="rows">The rows; read once.</param>
public sealed class RowsOutput<T>(IAsyncEnumerable<T> rows) : ArrowOutput(RowBatches<T>.Schema, RowBatches<T>.ReadAsync(rows))
{
    /// <inheritdoc />
    public override IReadOnlyDictionary<string, string> Comments => RowBatches<T>.Comments;
}
