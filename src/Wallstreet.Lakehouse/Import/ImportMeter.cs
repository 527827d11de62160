namespace Wallstreet.Lakehouse.Import;

/// <summary>Counts what an import has done and tells it now and then.</summary>
internal sealed class ImportMeter(IProgress<ImportProgress>? progress)
{
    private const int RecordsPerReport = 65_536;

    private ImportProgress _state;
    private long _bytesBefore;
    private int _sinceReport;

    public void Begin(ImportPhase phase, int files, long bytes)
    {
        _state = new ImportProgress(phase, 0, files, 0, 0, bytes);
        _bytesBefore = 0;
        _sinceReport = 0;
        progress?.Report(_state);
    }

    /// <summary>Counts a record.</summary>
    /// <param name="bytesOfFile">How many bytes of its file have been read.</param>
    public void Record(long bytesOfFile)
    {
        if (++_sinceReport == RecordsPerReport)
        {
            Report(bytesOfFile);
        }
    }

    /// <summary>Counts records at once.</summary>
    public void Add(long records, long bytesOfFile)
    {
        _state = _state with { Rows = _state.Rows + records };
        EndFile(bytesOfFile);
    }

    public void EndFile(long bytesOfFile)
    {
        _bytesBefore += bytesOfFile;
        _state = _state with { FilesDone = _state.FilesDone + 1 };
        Report(0);
    }

    private void Report(long bytesOfFile)
    {
        _state = _state with { Rows = _state.Rows + _sinceReport, BytesDone = _bytesBefore + bytesOfFile };
        _sinceReport = 0;
        progress?.Report(_state);
    }
}
