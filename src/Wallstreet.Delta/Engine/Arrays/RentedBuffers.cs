using System.Buffers;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>Memory for the arrays of one batch that is used again by later ones: memory that is new costs more than what is
/// copied into it.</summary>
internal sealed class RentedBuffers
{
    private List<byte[]> _arrays = [];

    /// <summary>Memory with anything in it.</summary>
    public Memory<byte> Rent(int length)
    {
        byte[] array = ArrayPool<byte>.Shared.Rent(length);
        _arrays.Add(array);
        return array.AsMemory(0, length);
    }

    /// <summary>Gives all of it back; nobody may look at it any more.</summary>
    public void Return()
    {
        foreach (byte[] array in Interlocked.Exchange(ref _arrays, []))
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
