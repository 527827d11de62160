namespace Wallstreet.Orchestration.Stores.Sql;

internal sealed class WriteWorkOf<T>(Func<StoreConnection, T> execute, CancellationToken cancellationToken) : WriteWork(cancellationToken)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    internal Task<T> Completion => _completion.Task;

    internal override void Execute(StoreConnection connection) => _result = execute(connection);

    internal override void Succeed() => _completion.TrySetResult(_result!);

    internal override void Fail(Exception exception) => _completion.TrySetException(exception);
}
