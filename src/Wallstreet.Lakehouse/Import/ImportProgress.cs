namespace Wallstreet.Lakehouse.Import;

/// <summary>What an import does just now.</summary>
public enum ImportPhase
{
    /// <summary>The files are read to learn dialects and types.</summary>
    Sniffing,

    /// <summary>The rows are written.</summary>
    Writing,

    /// <summary>The rows become a version of the table.</summary>
    Committing,
}

/// <summary>How far an import is.</summary>
/// <param name="Phase">What it does.</param>
/// <param name="FilesDone">How many files this phase is through with.</param>
/// <param name="FilesTotal">How many there are.</param>
/// <param name="Rows">How many records this phase has read.</param>
/// <param name="BytesDone">How many bytes this phase has read.</param>
/// <param name="BytesTotal">How many there are.</param>
public readonly record struct ImportProgress(
    ImportPhase Phase, int FilesDone, int FilesTotal, long Rows, long BytesDone, long BytesTotal);
