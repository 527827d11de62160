namespace Wallstreet.Delta.DeletionVectors;

/// <summary>A set of row numbers, as in the portable serialization of Roaring bitmaps of 32 bits, several of which
/// with the upper halves of their numbers make one of 64 bits.</summary>
/// <remarks>https://github.com/RoaringBitmap/RoaringFormatSpec.</remarks>
internal sealed class RoaringBitmap
{
    public const uint CookieWithoutRuns = 12346;
    public const uint CookieWithRuns = 12347;
    private const int ContainersMax = 1 << 16;
    public const int ArrayNumbersMax = 4096;

    /// <summary>Bitmaps with runs and fewer containers than this have no list of offsets.</summary>
    public const int OffsetsContainersMin = 4;

    /// <summary>The upper 48 bits of each container's numbers, ascending.</summary>
    private readonly List<long> _keys = [];
    private readonly List<RoaringContainer> _containers = [];

    private RoaringBitmap()
    {
    }

    /// <summary>How many numbers are in it.</summary>
    public long Cardinality { get; private set; }

    /// <summary>The numbers, ascending.</summary>
    public IEnumerable<long> Numbers => _keys.SelectMany(
        (key, position) => _containers[position].Numbers().Select(low => (key << 16) | low));

    /// <summary>Reads a bitmap of 32 bits.</summary>
    /// <exception cref="BitmapFormatException">The bytes break the format.</exception>
    public static RoaringBitmap Read32(ReadOnlySpan<byte> content)
    {
        RoaringBitmap bitmap = new();
        BitmapBytes bytes = new(content);
        bitmap.ReadBucket(ref bytes, 0);
        return bitmap;
    }

    /// <summary>Reads a bitmap of 64 bits.</summary>
    /// <exception cref="BitmapFormatException">The bytes break the format.</exception>
    public static RoaringBitmap Read64(ReadOnlySpan<byte> content)
    {
        RoaringBitmap bitmap = new();
        BitmapBytes bytes = new(content);
        ulong buckets = bytes.TakeUInt64();
        long last = -1;
        for (ulong bucket = 0; bucket < buckets; bucket++)
        {
            uint key = bytes.TakeUInt32();
            if (key <= last || key > int.MaxValue)
            {
                throw new BitmapFormatException($"the bucket {key} follows the bucket {last}");
            }

            bitmap.ReadBucket(ref bytes, (long)key << 16);
            last = key;
        }

        return bitmap;
    }

    /// <summary>A bitmap of numbers in any order.</summary>
    public static RoaringBitmap Of(IEnumerable<long> numbers)
    {
        SortedDictionary<long, ulong[]> words = [];
        long key = -1;
        ulong[] bits = [];
        foreach (long number in numbers)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(numbers));
            if (number >> 16 != key)
            {
                key = number >> 16;
                if (!words.TryGetValue(key, out bits!))
                {
                    bits = new ulong[(1 << 16) / 64];
                    words.Add(key, bits);
                }
            }

            bits[(number & ushort.MaxValue) >> 6] |= 1UL << (int)(number & 63);
        }

        RoaringBitmap bitmap = new();
        foreach ((long upper, ulong[] lower) in words)
        {
            bitmap.Add(upper, RoaringContainer.OfBits(lower)!);
        }

        return bitmap;
    }

    /// <summary>The numbers of both.</summary>
    public RoaringBitmap Union(RoaringBitmap other) => Combine(other, static (a, b) => a | b, keepOther: true);

    /// <summary>The numbers of this that the other has not.</summary>
    public RoaringBitmap Except(RoaringBitmap other) => Combine(other, static (a, b) => a & ~b, keepOther: false);

    /// <summary>Whether a number is in both.</summary>
    public bool Intersects(RoaringBitmap other)
    {
        for (int item = 0; item < _keys.Count; item++)
        {
            if (other.FindContainer(_keys[item]) is not { } theirs)
            {
                continue;
            }

            ulong[] a = _containers[item].ToBits();
            ulong[] b = theirs.ToBits();
            for (int word = 0; word < a.Length; word++)
            {
                if ((a[word] & b[word]) != 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The containers with the upper 48 bits of their numbers, ascending.</summary>
    public IEnumerable<(long Key, RoaringContainer Container)> Containers => _keys.Zip(_containers);

    /// <summary>The container of numbers that share their upper 48 bits, or null.</summary>
    public RoaringContainer? FindContainer(long key)
    {
        int found = _keys.BinarySearch(key);
        return found < 0 ? null : _containers[found];
    }

    private void ReadBucket(ref BitmapBytes bytes, long upper)
    {
        uint cookie = bytes.TakeUInt32();
        bool runs = (cookie & 0xFFFF) == CookieWithRuns;
        if (!runs && cookie != CookieWithoutRuns)
        {
            throw new BitmapFormatException($"it begins with {cookie}, which no portable bitmap does");
        }

        uint size = runs ? (cookie >> 16) + 1 : bytes.TakeUInt32();
        if (size > ContainersMax)
        {
            throw new BitmapFormatException($"it says that it has {size} containers, but there can be {ContainersMax} only");
        }

        int count = (int)size;
        ReadOnlySpan<byte> isRun = runs ? bytes.Take((count + 7) / 8) : [];
        ushort[] header = bytes.TakeUInt16s(2 * count);
        if (!runs || count >= OffsetsContainersMin)
        {
            _ = bytes.Take(sizeof(uint) * count);
        }

        int last = -1;
        for (int item = 0; item < count; item++)
        {
            int key = header[2 * item];
            if (key <= last)
            {
                throw new BitmapFormatException($"the container {key} follows the container {last}");
            }

            last = key;
            Add(upper | (uint)key, ReadContainer(
                ref bytes, header[(2 * item) + 1] + 1, runs && (isRun[item / 8] & (1 << (item % 8))) != 0));
        }
    }

    private void Add(long key, RoaringContainer container)
    {
        _keys.Add(key);
        _containers.Add(container);
        Cardinality += container.Cardinality;
    }

    private RoaringBitmap Combine(RoaringBitmap other, Func<ulong, ulong, ulong> combine, bool keepOther)
    {
        RoaringBitmap combined = new();
        IEnumerable<long> keys = keepOther ? _keys.Union(other._keys).Order() : _keys;
        foreach (long key in keys)
        {
            RoaringContainer? container = (FindContainer(key), other.FindContainer(key)) switch
            {
                ({ } mine, { } theirs) => Combine(mine.ToBits(), theirs.ToBits(), combine),
                (null, { } theirs) => theirs,
                (var mine, null) => mine,
            };
            if (container is not null)
            {
                combined.Add(key, container);
            }
        }

        return combined;
    }

    private static RoaringContainer? Combine(ulong[] a, ulong[] b, Func<ulong, ulong, ulong> combine)
    {
        ulong[] bits = new ulong[a.Length];
        for (int word = 0; word < bits.Length; word++)
        {
            bits[word] = combine(a[word], b[word]);
        }

        return RoaringContainer.OfBits(bits);
    }

    private static RoaringContainer ReadContainer(ref BitmapBytes bytes, int cardinality, bool isRun)
    {
        if (!isRun)
        {
            return cardinality <= ArrayNumbersMax
                ? RoaringContainer.ReadArray(ref bytes, cardinality)
                : RoaringContainer.ReadBits(ref bytes, cardinality);
        }

        RoaringContainer container = RoaringContainer.ReadRuns(ref bytes);
        return container.Cardinality == cardinality
            ? container
            : throw new BitmapFormatException(
                $"the runs of a container have {container.Cardinality} numbers, and its header says {cardinality}");
    }
}
