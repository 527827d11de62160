using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Wallstreet.Markets.Simulation;

/// <summary>
/// A stream of random numbers that starts from a hash of (seed, subject, session day, purpose), so every part of the
/// market is drawn alone. The generator is SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). Every value is made with
/// integer arithmetic and IEEE 754 +, −, ×, ÷ and √ only, which give the same bits on every machine; no logarithm,
/// exponential or sine is used, as those differ between C libraries.
/// </summary>
internal struct RandomStream
{
    private const double Step16 = 1.0 / 65536.0;
    private const double Step53 = 1.0 / 9007199254740992.0;

    private ulong _state;

    private RandomStream(ulong state) => _state = state;

    /// <summary>Opens the stream of one subject, day and purpose.</summary>
    public static RandomStream Open(long seed, ulong subject, int day, RandomPurpose purpose)
    {
        Span<byte> key = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(key, seed);
        BinaryPrimitives.WriteUInt64LittleEndian(key[8..], subject);
        BinaryPrimitives.WriteInt32LittleEndian(key[16..], day);
        BinaryPrimitives.WriteInt32LittleEndian(key[20..], (int)purpose);
        return new RandomStream(XxHash3.HashToUInt64(key));
    }

    /// <summary>The number that stands for a symbol or another named subject.</summary>
    public static ulong SubjectOf(string name) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name));

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUniform() => (NextBits() >> 11) * Step53;

    /// <summary>Uniform in [low, high).</summary>
    public double NextBetween(double low, double high) => low + ((high - low) * NextUniform());

    /// <summary>Uniform whole number in [low, highExclusive); the bias is below 2⁻³².</summary>
    public int NextWhole(int low, int highExclusive) =>
        low + (int)((ulong)(highExclusive - low) * (NextBits() >> 32) >> 32);

    /// <summary>Approximately standard normal: the sum of twelve uniforms less six (Irwin–Hall).</summary>
    public double NextNormal()
    {
        long sum = SumOfFour(NextBits()) + SumOfFour(NextBits()) + SumOfFour(NextBits());
        return ((sum + 6) * Step16) - 6.0;
    }

    /// <summary>
    /// Fat-tailed with unit variance: Student's t with five degrees of freedom, Z / √(χ²₅ / 5), times √(3 / 5).
    /// </summary>
    public double NextFatTailed()
    {
        double z = NextNormal();
        double chiSquare = 0;
        for (int i = 0; i < 5; i++)
        {
            double normal = NextNormal();
            chiSquare += normal * normal;
        }

        // √(3/5) × √5 = √3; the clamp bounds what one day can do.
        double t = z * Math.Sqrt(3.0 / Math.Max(chiSquare, 0.05));
        return Math.Clamp(t, -8.0, 8.0);
    }

    /// <summary>The sum of the four 16-bit quarters of a word: 0 to 262,140.</summary>
    public static long SumOfFour(ulong bits) =>
        (long)((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
}
