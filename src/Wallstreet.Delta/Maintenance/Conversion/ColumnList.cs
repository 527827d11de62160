using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>Reads columns as SQL declares them: <c>year int, region string, price decimal(10,2)</c>.</summary>
public static class ColumnList
{
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
            columns.Add(space < 0
                ? throw new SchemaMismatchException(
                    $"'{part}' names no column with its type. Write something like \"year int, region string\".")
                : new StructField(part[..space].Trim('`', '"'), TypeText.Parse(part[(space + 1)..])));
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
            depth += letter switch { '(' or '<' => 1, ')' or '>' => -1, _ => 0 };
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
}
