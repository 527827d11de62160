using System.Buffers;
using System.Runtime.InteropServices;

namespace Wallstreet.Delta.Scan;

/// <summary><see cref="Logic"/> over the outcomes of many files, a byte each, eight files at a time.</summary>
internal static class OutcomeSets
{
    private const ulong True = 0x0101_0101_0101_0101;
    private const ulong False = True * (byte)Outcomes.False;
    private const ulong Null = True * (byte)Outcomes.Null;

    public delegate void Evaluator<T>(T item, Span<byte> outcomes);

    public delegate void Combiner(Span<byte> left, ReadOnlySpan<byte> right);

    /// <summary>Combines what there is with the outcomes of each item, in order.</summary>
    public static void Fold<T>(Span<byte> outcomes, IReadOnlyList<T> items, Evaluator<T> evaluate, Combiner combine)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(outcomes.Length);
        try
        {
            Span<byte> some = rented.AsSpan(0, outcomes.Length);
            foreach (T item in items)
            {
                evaluate(item, some);
                combine(outcomes, some);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public static void And(Span<byte> left, ReadOnlySpan<byte> right)
    {
        Span<ulong> lefts = MemoryMarshal.Cast<byte, ulong>(left);
        ReadOnlySpan<ulong> rights = MemoryMarshal.Cast<byte, ulong>(right);
        for (int position = 0; position < lefts.Length; position++)
        {
            lefts[position] = And(lefts[position], rights[position]);
        }

        for (int position = lefts.Length * sizeof(ulong); position < left.Length; position++)
        {
            left[position] = (byte)And(left[position], right[position]);
        }
    }

    public static void Or(Span<byte> left, ReadOnlySpan<byte> right)
    {
        Span<ulong> lefts = MemoryMarshal.Cast<byte, ulong>(left);
        ReadOnlySpan<ulong> rights = MemoryMarshal.Cast<byte, ulong>(right);
        for (int position = 0; position < lefts.Length; position++)
        {
            lefts[position] = Not(And(Not(lefts[position]), Not(rights[position])));
        }

        for (int position = lefts.Length * sizeof(ulong); position < left.Length; position++)
        {
            left[position] = (byte)Not(And(Not(left[position]), Not(right[position])));
        }
    }

    public static void Map(Span<byte> outcomes, Func<Outcomes, Outcomes> change)
    {
        Span<byte> changed = stackalloc byte[(int)Outcomes.Anything + 1];
        for (int each = 0; each < changed.Length; each++)
        {
            changed[each] = (byte)change((Outcomes)each);
        }

        for (int position = 0; position < outcomes.Length; position++)
        {
            outcomes[position] = changed[outcomes[position]];
        }
    }

    /// <summary>The next file that some row of may match.</summary>
    /// <returns>Its position; the number of files if there is none.</returns>
    public static int FindMatch(ReadOnlySpan<byte> outcomes, int from)
    {
        while (from < outcomes.Length)
        {
            if (from % sizeof(ulong) == 0 && from + sizeof(ulong) <= outcomes.Length
                && (MemoryMarshal.Read<ulong>(outcomes[from..]) & True) == 0)
            {
                from += sizeof(ulong);
            }
            else if ((outcomes[from] & (byte)Outcomes.True) != 0)
            {
                return from;
            }
            else
            {
                from++;
            }
        }

        return outcomes.Length;
    }

    // Unknown needs an unknown side and no side that is false.
    private static ulong And(ulong a, ulong b) =>
        ((a | b) & False) | (a & b & True) | ((a | b) & ((a << 2) | a) & ((b << 2) | b) & Null);

    private static ulong Not(ulong a) => (a & Null) | ((a & True) << 1) | ((a & False) >> 1);
}
