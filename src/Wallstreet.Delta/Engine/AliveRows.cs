using Wallstreet.Delta.DeletionVectors;
using Wallstreet.Delta.Engine.Arrays;

namespace Wallstreet.Delta.Engine;

/// <summary>The rows of a data file that its deletion vector leaves, stretch by stretch in the file's order. What it costs
/// follows from the rows that are deleted, not from those that are left.</summary>
internal sealed class AliveRows : IDisposable
{
    private readonly IEnumerator<long> _deleted;
    private bool _more;
    private long _start;

    public AliveRows(DeletionVector? deleted)
    {
        _deleted = (deleted?.Rows ?? []).GetEnumerator();
        _more = _deleted.MoveNext();
    }

    /// <summary>The rows of the next stretch that are left, counted from its start; null if all are.</summary>
    /// <param name="length">How many rows of the file it has.</param>
    public ArrowRuns? Next(int length)
    {
        long end = _start + length;
        List<(int First, int Length)>? runs = null;
        int first = 0;
        for (; _more && _deleted.Current < end; _more = _deleted.MoveNext())
        {
            runs ??= [];
            int row = (int)(_deleted.Current - _start);
            if (row > first)
            {
                runs.Add((first, row - first));
            }

            first = row + 1;
        }

        _start = end;
        if (runs is null)
        {
            return null;
        }

        if (length > first)
        {
            runs.Add((first, length - first));
        }

        return new ArrowRuns(runs);
    }

    public void Dispose() => _deleted.Dispose();
}
