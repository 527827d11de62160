using System.Globalization;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>Reads columns as SQL declares them: <c>year int, region string, price decimal(10,2)</c>.</summary>
public static class ColumnList
{
    private static readonly Dictionary<string, PrimitiveType> _words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["int"] = PrimitiveType.Integer, ["bigint"] = PrimitiveType.Long, ["smallint"] = PrimitiveType.Short,
        ["tinyint"] = PrimitiveType.Byte, ["varchar"] = PrimitiveType.String, ["text"] = PrimitiveType.String,
        ["bool"] = PrimitiveType.Boolean, ["real"] = PrimitiveType.Float, ["timestampntz"] = PrimitiveType.TimestampNtz,
    };

    /// <summary>Reads the list.</summary>
    /// <param name="text">Names and types, divided by commas.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="SchemaMismatchException">It is no such list.</exception>
    public static StructType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<StructField> columns = [];
        foreach (string part in Divide(text))
        {
            int space = part.IndexOf(' ', StringComparison.Ordinal);
            DeltaType? type = space < 0 ? null : ReadType(part[(space + 1)..].Trim());
            columns.Add(type is null
                ? throw new SchemaMismatchException(
                    $"'{part}' names no column with its type. Write something like \"year int, region string\".")
                : new StructField(part[..space].Trim('`', '"'), type));
        }

        return columns.Count == 0
            ? throw new SchemaMismatchException("The list of columns is empty. Write something like \"year int, region string\".")
            : new StructType(columns);
    }

    /// <summary>Commas within brackets belong to a type.</summary>
    private static IEnumerable<string> Divide(string text)
    {
        int start = 0;
        int depth = 0;
        for (int index = 0; index <= text.Length; index++)
        {
            char letter = index < text.Length ? text[index] : ',';
            depth += letter switch { '(' => 1, ')' => -1, _ => 0 };
            if (letter == ',' && depth <= 0)
            {
                if (text[start..index].Trim() is { Length: > 0 } part)
                {
                    yield return part;
                }

                start = index + 1;
            }
        }
    }

    private static DeltaType? ReadType(string text)
    {
        string lower = text.ToLowerInvariant();
        if (!lower.StartsWith("decimal(", StringComparison.Ordinal))
        {
            return _words.GetValueOrDefault(lower) ?? PrimitiveType.Find(lower);
        }

        string[] digits = lower["decimal(".Length..].TrimEnd(')').Split(',');
        return digits.Length == 2
            && int.TryParse(digits[0], CultureInfo.InvariantCulture, out int precision)
            && int.TryParse(digits[1], CultureInfo.InvariantCulture, out int scale)
            && precision is >= 1 and <= 38 && scale >= 0 && scale <= precision
            ? new DecimalType(precision, scale)
            : null;
    }
}
