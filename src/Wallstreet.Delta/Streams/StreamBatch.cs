using Apache.Arrow;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Engine;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Streams;

/// <summary>A piece of a stream: files whose rows come next. Reading it again gives the same rows.</summary>
public sealed class StreamBatch
{
    private readonly DeltaTable _table;
    private readonly ChangePlan _plan;

    internal StreamBatch(DeltaTable table, StreamOffset start, StreamOffset end, ChangePlan plan)
    {
        _table = table;
        _plan = plan;
        Start = start;
        End = end;
        Files = [.. plan.Files];
    }

    /// <summary>Where the batch begins.</summary>
    public StreamOffset Start { get; }

    /// <summary>Where the next batch begins: keep it once the rows are safe.</summary>
    public StreamOffset End { get; }

    /// <summary>The files; none if the versions that were passed brought no rows, as those that rearrange files.</summary>
    public IReadOnlyList<ChangeFile> Files { get; }

    /// <summary>The size of the files.</summary>
    public long SizeBytes => Files.Sum(static file => file.SizeBytes);

    /// <summary>The columns of the rows.</summary>
    public StructType Schema => _plan.Schema;

    /// <summary>Reads the rows.</summary>
    /// <param name="engine">Reads the files.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Batches in the order of versions; the reader disposes of them.</returns>
    /// <exception cref="DataFileException">A file is missing, such as after a vacuum, or damaged.</exception>
    public IAsyncEnumerable<RecordBatch> ReadAsync(IDataEngine engine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.ReadChangesAsync(_table, _plan, null, cancellationToken);
    }
}
