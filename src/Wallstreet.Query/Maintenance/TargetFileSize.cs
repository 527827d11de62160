using System.Globalization;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;

namespace Wallstreet.Query.Maintenance;

/// <summary>Reads sizes as people and table properties write them: <c>104857600</c>, <c>128mb</c>, <c>1 GB</c>.</summary>
public static class TargetFileSize
{
    /// <summary>The table's property.</summary>
    public const string Property = "delta.targetFileSize";

    private static readonly Dictionary<string, long> _units = new(StringComparer.OrdinalIgnoreCase)
    {
        [""] = 1, ["B"] = 1,
        ["K"] = 1L << 10, ["KB"] = 1L << 10, ["KIB"] = 1L << 10,
        ["M"] = 1L << 20, ["MB"] = 1L << 20, ["MIB"] = 1L << 20,
        ["G"] = 1L << 30, ["GB"] = 1L << 30, ["GIB"] = 1L << 30,
    };

    /// <summary>Reads a size in bytes. Units are powers of 1,024, as in Spark.</summary>
    /// <param name="text">The size.</param>
    /// <param name="bytes">The bytes; at least 1 if there are any.</param>
    /// <returns>Whether it is a size.</returns>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        string trimmed = (text ?? "").Trim();
        int digits = trimmed.TakeWhile(static letter => char.IsAsciiDigit(letter) || letter == '.').Count();
        if (!decimal.TryParse(trimmed[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || !_units.TryGetValue(trimmed[digits..].Trim(), out long unit) || number * unit is < 1 or > long.MaxValue)
        {
            return false;
        }

        bytes = (long)(number * unit);
        return true;
    }

    /// <summary>The size that a table asks for.</summary>
    /// <param name="metadata">The table's metadata.</param>
    /// <returns>The bytes; null if the table does not say.</returns>
    /// <exception cref="UnsupportedFeatureException">What it says is no size.</exception>
    public static long? Find(Metadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.FindProperty(Property) is not { } text)
        {
            return null;
        }

        return TryParse(text, out long bytes)
            ? bytes
            : throw new UnsupportedFeatureException(
                Property, $"The table's property {Property} is '{text}', which is no size. Set it to something like 128mb.");
    }
}
