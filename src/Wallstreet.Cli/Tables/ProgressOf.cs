namespace Wallstreet.Cli.Tables;

/// <summary>Passes progress on at once, on the thread that reports it: a bar must not move after the work is done.</summary>
internal sealed class ProgressOf<T>(Action<T> show) : IProgress<T>
{
    /// <inheritdoc />
    public void Report(T value) => show(value);
}
