using System.Globalization;
using System.Text.Json.Nodes;
using Wallstreet.Insight.Formatting;

namespace Wallstreet.Insight.Charts;

/// <summary>
/// The unit that an axis counts in. Values are scaled and rounded here, so that labels and tooltips need no code in the
/// browser: percentages become points of 100, large numbers thousands, millions or billions.
/// </summary>
internal readonly record struct AxisUnit(double Divisor, string Suffix, int Decimals)
{
    private static readonly (double Size, string Suffix)[] _thousands = [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")];
    private static readonly (double Size, string Suffix)[] _bytes =
        [(1099511627776, " TiB"), (1073741824, " GiB"), (1048576, " MiB"), (1024, " KiB")];

    /// <summary>The unit for some numbers in a format.</summary>
    public static AxisUnit For(ValueFormat format, params ReadOnlySpan<double[]> columns)
    {
        double largest = 0;
        foreach (double[] column in columns)
        {
            foreach (double value in column)
            {
                largest = double.IsNaN(value) ? largest : Math.Max(largest, Math.Abs(value));
            }
        }

        return format.Kind switch
        {
            ValueFormatKind.Percent => new AxisUnit(0.01, "%", format.Decimals ?? 2),
            ValueFormatKind.Compact => Pick(_thousands, largest, format.Decimals),
            ValueFormatKind.Bytes => Pick(_bytes, largest, format.Decimals),
            ValueFormatKind.Whole => new AxisUnit(1, "", 0),
            ValueFormatKind.Price or ValueFormatKind.Number => new AxisUnit(1, "", format.Decimals ?? 2),
            _ => new AxisUnit(1, "", format.Decimals ?? 6),
        };
    }

    /// <summary>The axis label's template.</summary>
    public string Template => "{value}" + Suffix;

    /// <summary>A series' name with its unit.</summary>
    public string Name(string series) => Suffix.Length == 0 ? series : $"{series} ({Suffix.Trim()})";

    /// <summary>A value in this unit; null for a gap.</summary>
    public JsonNode? Write(double value)
    {
        if (double.IsNaN(value))
        {
            return null;
        }

        double scaled = Math.Round(value / Divisor, Decimals, MidpointRounding.AwayFromZero);
        return JsonValue.Create(scaled == 0 ? 0d : scaled);
    }

    /// <summary>A value in words, with sign and unit.</summary>
    public string Describe(double value)
    {
        double scaled = Math.Round(value / Divisor, Decimals, MidpointRounding.AwayFromZero);
        string digits = Math.Abs(scaled).ToString("#,##0." + new string('#', Decimals), CultureInfo.InvariantCulture);
        return (scaled > 0 ? "+" : scaled < 0 ? "−" : "") + digits + Suffix;
    }

    private static AxisUnit Pick((double Size, string Suffix)[] units, double largest, int? decimals)
    {
        foreach ((double size, string suffix) in units)
        {
            if (largest >= size)
            {
                return new AxisUnit(size, suffix, decimals ?? 2);
            }
        }

        return new AxisUnit(1, "", decimals ?? 2);
    }
}
