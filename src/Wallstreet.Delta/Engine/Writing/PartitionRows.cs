using System.Text;
using Apache.Arrow;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Engine.Writing;

/// <summary>The rows of a batch that belong to one partition.</summary>
internal sealed class PartitionRows
{
    private const string NullName = "__HIVE_DEFAULT_PARTITION__";

    private PartitionRows(string folder, Dictionary<string, string?> values)
    {
        Folder = folder;
        Values = values;
    }

    /// <summary>The folder of the partition, with a slash at its end.</summary>
    public string Folder { get; }

    /// <summary>The partition's values as the log holds them.</summary>
    public Dictionary<string, string?> Values { get; }

    public List<int> Rows { get; } = [];

    public static IEnumerable<PartitionRows> Divide(FileTarget target, RecordBatch batch, ArrowAdapter adapter)
    {
        IArrowArray?[] columns = [.. target.PartitionFields.Select(field => FindColumn(target, field, batch, adapter))];
        Dictionary<string, PartitionRows> parts = [];
        PartitionRows? last = null;
        string?[] lastTexts = new string?[columns.Length];
        string?[] texts = new string?[columns.Length];
        for (int row = 0; row < batch.Length; row++)
        {
            for (int column = 0; column < columns.Length; column++)
            {
                Literal? value = columns[column] is { } array
                    ? ArrowLiterals.Get(array, target.PartitionFields[column].Type, row)
                    : null;
                string? text = value is null ? null : TextOf(value, target.PartitionFields[column]);
                texts[column] = string.IsNullOrEmpty(text) ? null : text;
            }

            if (last is null || !texts.AsSpan().SequenceEqual(lastTexts))
            {
                last = Find(parts, target.PartitionFields, texts, target.ColumnMapping);
                texts.CopyTo(lastTexts, 0);
            }

            last.Rows.Add(row);
        }

        return parts.Values;
    }

    /// <summary>The log holds partition values as text, and bytes as UTF-8; other bytes would come back as others.</summary>
    private static string TextOf(Literal value, PartitionColumn column) =>
        value.Value is byte[] bytes && !System.Text.Unicode.Utf8.IsValid(bytes)
            ? throw new SchemaMismatchException(
                $"The partition column '{column.Name}' has the bytes {Convert.ToHexString(bytes)}, which are no UTF-8: the log can hold "
                + "no other partition values. Partition by another column, or by the bytes as text.")
            : PartitionText.Write(value);

    private static IArrowArray? FindColumn(
        FileTarget target, PartitionColumn field, RecordBatch batch, ArrowAdapter adapter)
    {
        StructField column = target.Schema.Find(field.Name)!;
        int position = ArrowAdapter.FindField(batch.Schema.FieldsList, column, ColumnMappingMode.None);
        return position < 0
            ? null
            : ArrowArrayFactory.BuildArray(adapter.Adapt(batch.Column(position).Data, column.Type, column.Name));
    }

    private static PartitionRows Find(
        Dictionary<string, PartitionRows> parts,
        IReadOnlyList<PartitionColumn> fields,
        string?[] texts,
        ColumnMappingMode mode)
    {
        StringBuilder name = new();
        Dictionary<string, string?> values = new(StringComparer.Ordinal);
        for (int column = 0; column < texts.Length; column++)
        {
            string label = mode == ColumnMappingMode.None ? fields[column].Name : fields[column].PhysicalName;
            name.Append(Escape(label)).Append('=').Append(texts[column] is { } text ? FolderOf(text) : NullName).Append('/');
            values[fields[column].PhysicalName] = texts[column];
        }

        string folder = name.ToString();
        if (!parts.TryGetValue(folder, out PartitionRows? part))
        {
            part = new PartitionRows(folder, values);
            parts.Add(folder, part);
        }

        return part;
    }

    /// <summary>A text that is Hive's name of null is not null, and needs a folder of its own.</summary>
    private static string FolderOf(string text) => text == NullName ? "%5F" + text[1..] : Escape(text);

    /// <summary>As Hive names folders: what a file name cannot hold becomes a percent sign and two digits.</summary>
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char letter in text)
        {
            if (letter < ' ' || letter is '"' or '#' or '%' or '\'' or '*' or '/' or ':' or '=' or '?' or '\\' or '\u007F'
                or '{' or '}' or '[' or ']' or '^' or '<' or '>' or '|')
            {
                escaped.Append('%').Append(((int)letter).ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                escaped.Append(letter);
            }
        }

        return escaped.ToString();
    }
}
