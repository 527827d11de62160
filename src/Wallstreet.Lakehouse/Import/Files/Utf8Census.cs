namespace Wallstreet.Lakehouse.Import.Files;

/// <summary>Counts what is UTF-8 in bytes that come in pieces, and what cannot be.</summary>
internal sealed class Utf8Census
{
    private int _awaited;

    public long Sequences { get; private set; }

    public long Errors { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_awaited == 0)
            {
                int next = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
                if (next < 0)
                {
                    return;
                }

                bytes = bytes[next..];
            }

            Take(bytes[0]);
            bytes = bytes[1..];
        }
    }

    public void End()
    {
        if (_awaited > 0)
        {
            Errors++;
            _awaited = 0;
        }
    }

    private void Take(byte value)
    {
        if (_awaited > 0)
        {
            if ((value & 0xC0) == 0x80)
            {
                if (--_awaited == 0)
                {
                    Sequences++;
                }

                return;
            }

            Errors++;
            _awaited = 0;
        }

        _awaited = value switch
        {
            < 0x80 => 0,
            >= 0xC2 and < 0xE0 => 1,
            >= 0xE0 and < 0xF0 => 2,
            >= 0xF0 and < 0xF5 => 3,
            _ => -1,
        };
        if (_awaited < 0)
        {
            Errors++;
            _awaited = 0;
        }
    }
}
