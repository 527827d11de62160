using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wallstreet.Cli.Output;

/// <summary>Cells as JSON, by the rules of <c>--format</c>: decimals as strings, times in ISO 8601 with zone.</summary>
internal static class CellJson
{
    private static readonly JsonWriterOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions _indented = _compact with { Indented = true };

    /// <summary>A value as JSON text.</summary>
    public static string ToText(object? value, bool indented = false)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer, indented ? _indented : _compact))
        {
            Write(writer, value);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes a value.</summary>
    public static void Write(Utf8JsonWriter writer, object? cell)
    {
        switch (cell)
        {
            case null: writer.WriteNullValue(); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case int or long or short or byte: writer.WriteNumberValue(Convert.ToInt64(cell, CultureInfo.InvariantCulture)); break;
            case float single when float.IsFinite(single): writer.WriteNumberValue(single); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case JsonElement element: element.WriteTo(writer); break;
            case Cell special: Write(writer, special.Value); break;
            default: WriteParts(writer, cell); break;
        }
    }

    /// <summary>Writes a row as an object.</summary>
    public static void WriteRow(Utf8JsonWriter writer, IReadOnlyList<Column> columns, object?[] row)
    {
        writer.WriteStartObject();
        for (int i = 0; i < columns.Count; i++)
        {
            writer.WritePropertyName(columns[i].Name);
            Write(writer, row[i]);
        }

        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, object cell)
    {
        switch (cell)
        {
            case string or byte[]: writer.WriteStringValue(CellText.Of(cell)); break;
            case RowSet rows: WriteRows(writer, rows); break;
            case Members members: WriteMembers(writer, members); break;
            case IReadOnlyDictionary<string, object?> fields: WriteMembers(writer, fields); break;
            case IEnumerable items: WriteItems(writer, items); break;
            default: writer.WriteStringValue(CellText.Of(cell)); break;
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, object?>> members)
    {
        writer.WriteStartObject();
        foreach ((string name, object? value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter writer, RowSet rows)
    {
        writer.WriteStartArray();
        foreach (object?[] row in rows.Rows)
        {
            WriteRow(writer, rows.Columns, row);
        }

        writer.WriteEndArray();
    }

    private static void WriteItems(Utf8JsonWriter writer, IEnumerable items)
    {
        writer.WriteStartArray();
        foreach (object? item in items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }
}
