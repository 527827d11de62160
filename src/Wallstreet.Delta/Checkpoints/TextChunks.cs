namespace Wallstreet.Delta.Checkpoints;

/// <summary>Keeps many short texts together: one array for some hundred of them costs less than one for each, and who
/// reads them in order finds them in order. A chunk stays as long as one of its texts is in use.</summary>
internal sealed class TextChunks
{
    /// <summary>Small enough that a chunk is not a large object.</summary>
    private const int ChunkBytes = 64 * 1024;

    private byte[] _chunk = [];
    private int _used;

    public ReadOnlyMemory<byte> Keep(ReadOnlySpan<byte> text)
    {
        if (text.Length > ChunkBytes / 4)
        {
            return text.ToArray();
        }

        if (_used + text.Length > _chunk.Length)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(ChunkBytes);
            _used = 0;
        }

        Memory<byte> kept = _chunk.AsMemory(_used, text.Length);
        text.CopyTo(kept.Span);
        _used += text.Length;
        return kept;
    }
}
