namespace Wallstreet.Lakehouse.Import.Records;

/// <summary>Reads the records of a text file, one after the other. A record's cells are valid until the next is read.</summary>
internal abstract class RecordReader : IDisposable
{
    /// <summary>The columns' names as the file has them; JSON lines may add to them from record to record.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>The line that the record begins on, from 1.</summary>
    public abstract long Line { get; }

    /// <summary>Why the record cannot be read; null if it can.</summary>
    public abstract string? Error { get; }

    /// <summary>The bytes of the file that were taken so far.</summary>
    public abstract long BytesRead { get; }

    /// <summary>How many empty lines there were.</summary>
    public long EmptyLines { get; protected set; }

    /// <summary>Reads the next record.</summary>
    public abstract bool Read();

    /// <summary>The text of a cell; empty for none. The columns are numbered as in <see cref="Names"/>.</summary>
    public abstract ReadOnlySpan<char> GetCell(int column);

    /// <summary>The record as it is written.</summary>
    public abstract string GetRaw();

    /// <inheritdoc />
    public abstract void Dispose();
}
