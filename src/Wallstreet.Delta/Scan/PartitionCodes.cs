using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Scan;

/// <summary>The values of one partition column in many files: which of the different values each file has.</summary>
internal sealed class PartitionCodes
{
    private readonly int[] _codes;
    private readonly ColumnFacts[] _values;

    private PartitionCodes(int[] codes, ColumnFacts[] values)
    {
        _codes = codes;
        _values = values;
    }

    /// <summary>Reads the values of the files; null if one of them cannot be read, which then is told of that file.
    /// </summary>
    /// <param name="files">The files; null where one was removed.</param>
    /// <param name="physicalName">The column's name in the log.</param>
    /// <param name="type">The column's type.</param>
    public static PartitionCodes? TryRead(AddFile?[] files, string physicalName, DeltaType type)
    {
        int[] codes = new int[files.Length];
        Dictionary<string, int> known = new(StringComparer.Ordinal);
        List<ColumnFacts> values = [ColumnFacts.Constant(type, null)];
        for (int position = 0; position < files.Length; position++)
        {
            if (files[position] is not { } file)
            {
                continue;
            }

            if (!file.PartitionValues.TryGetValue(physicalName, out string? text))
            {
                return null;
            }

            if (string.IsNullOrEmpty(text))
            {
                continue;
            }

            if (!known.TryGetValue(text, out int code))
            {
                if (PartitionText.TryParse(text, type) is not { } value)
                {
                    return null;
                }

                code = values.Count;
                known.Add(text, code);
                values.Add(ColumnFacts.Constant(type, value));
            }

            codes[position] = code;
        }

        return new PartitionCodes(codes, [.. values]);
    }

    public void Decide(Func<ColumnFacts, Outcomes> decide, Span<byte> outcomes)
    {
        byte[] decided = [.. _values.Select(value => (byte)decide(value))];
        for (int position = 0; position < outcomes.Length; position++)
        {
            outcomes[position] = decided[_codes[position]];
        }
    }
}
