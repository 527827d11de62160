namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Something to write, waiting for its turn.</summary>
internal abstract class WriteWork(CancellationToken cancellationToken)
{
    /// <summary>Whether nobody waits for it any more, so that it need not be begun.</summary>
    internal bool IsAbandoned => cancellationToken.IsCancellationRequested;

    internal abstract void Execute(StoreConnection connection);

    internal abstract void Succeed();

    internal abstract void Fail(Exception exception);
}
