using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Wallstreet.Insight.Formatting;

/// <summary>
/// A number or date format as dashboards write it: <c>[+]kind[:decimals]</c>, for example <c>price</c>,
/// <c>percent:1</c> or <c>+percent:2</c>. The plus asks for a sign on gains too, so that a direction is never told by
/// colour alone. Formats use invariant symbols; they do not depend on the machine.
/// </summary>
public readonly record struct ValueFormat
{
    private const int DecimalsMax = 10;

    private static readonly Dictionary<string, ValueFormatKind> _kindsByName = new(StringComparer.Ordinal)
    {
        ["auto"] = ValueFormatKind.Auto,
        ["number"] = ValueFormatKind.Number,
        ["integer"] = ValueFormatKind.Whole,
        ["price"] = ValueFormatKind.Price,
        ["percent"] = ValueFormatKind.Percent,
        ["compact"] = ValueFormatKind.Compact,
        ["bytes"] = ValueFormatKind.Bytes,
        ["date"] = ValueFormatKind.Date,
        ["timestamp"] = ValueFormatKind.Timestamp,
        ["text"] = ValueFormatKind.Text,
    };

    private ValueFormat(ValueFormatKind kind, int? decimals, bool signed)
    {
        Kind = kind;
        Decimals = decimals;
        WithSign = signed;
    }

    /// <summary>What kind of writing it is.</summary>
    public ValueFormatKind Kind { get; }

    /// <summary>Decimals, or null for the kind's own.</summary>
    public int? Decimals { get; }

    /// <summary>Whether gains carry a plus sign.</summary>
    public bool WithSign { get; }

    /// <summary>The names that a format may start with.</summary>
    public static IReadOnlyCollection<string> Names => _kindsByName.Keys;

    /// <summary>The pattern of a format's text, as JSON Schema and .NET both read it.</summary>
    public static string Pattern => $"^[+]?({string.Join('|', _kindsByName.Keys)})(:([0-9]|10))?$";

    /// <summary>Makes a format of a kind.</summary>
    public static ValueFormat Of(ValueFormatKind kind, int? decimals = null, bool withSign = false) => new(kind, decimals, withSign);

    /// <summary>Reads a format such as <c>+percent:2</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ValueFormat format)
    {
        format = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        bool signed = text[0] == '+';
        string[] parts = text[(signed ? 1 : 0)..].Split(':');
        if (parts.Length > 2 || !_kindsByName.TryGetValue(parts[0], out ValueFormatKind kind))
        {
            return false;
        }

        int? decimals = null;
        if (parts.Length == 2)
        {
            if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int given) || given > DecimalsMax)
            {
                return false;
            }

            decimals = given;
        }

        format = new ValueFormat(kind, decimals, signed);
        return true;
    }

    /// <summary>Writes the format as it is read.</summary>
    public override string ToString()
    {
        ValueFormatKind kind = Kind;
        string name = _kindsByName.First(pair => pair.Value == kind).Key;
        string decimals = Decimals is { } count ? string.Create(CultureInfo.InvariantCulture, $":{count}") : "";
        return (WithSign ? "+" : "") + name + decimals;
    }
}
