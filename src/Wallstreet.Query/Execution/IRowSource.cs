using Apache.Arrow;

namespace Wallstreet.Query.Execution;

/// <summary>Gives the rows of a result in batches as they are asked for, by one reader. Disposing it stops what makes them.</summary>
internal interface IRowSource : IAsyncDisposable
{
    /// <summary>The columns.</summary>
    Schema Schema { get; }

    /// <summary>The next batch, which the caller disposes; <see langword="null"/> at the end.</summary>
    Task<RecordBatch?> ReadAsync(CancellationToken cancellationToken);
}
