using System.Text;

namespace Wallstreet.Lakehouse.Import.Writing;

/// <summary>A record that was put aside.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line that the record begins on, from 1.</param>
/// <param name="Column">The column whose value is wrong; null if the record itself is.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Raw">The record as it is written, its beginning if it is long.</param>
internal readonly record struct QuarantinedRecord(string File, long Line, string? Column, string Reason, string Raw);

/// <summary>Keeps records that were put aside on disk, so that any number of them may be.</summary>
internal sealed class QuarantineFile(string folder) : IDisposable
{
    private FileStream? _stream;
    private BinaryWriter? _writer;

    public long Count { get; private set; }

    public void Add(in QuarantinedRecord record)
    {
        if (_writer is null)
        {
            _stream = new FileStream(Path.Combine(folder, "quarantine.bin"), FileMode.CreateNew, FileAccess.ReadWrite,
                FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            _writer = new BinaryWriter(_stream, Encoding.UTF8, leaveOpen: true);
        }

        _writer.Write(record.File);
        _writer.Write(record.Line);
        _writer.Write(record.Column ?? "");
        _writer.Write(record.Reason);
        _writer.Write(record.Raw);
        Count++;
    }

    public IEnumerable<QuarantinedRecord> Read()
    {
        if (_writer is null)
        {
            yield break;
        }

        _writer.Flush();
        _stream!.Position = 0;
        using BinaryReader reader = new(_stream, Encoding.UTF8, leaveOpen: true);
        for (long i = 0; i < Count; i++)
        {
            string file = reader.ReadString();
            long line = reader.ReadInt64();
            string column = reader.ReadString();
            yield return new QuarantinedRecord(
                file, line, column.Length == 0 ? null : column, reader.ReadString(), reader.ReadString());
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _stream?.Dispose();
    }
}
