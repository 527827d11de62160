using System.Runtime.InteropServices;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Wallstreet.Delta.Variants.Binary;

namespace Wallstreet.Delta.Variants;

/// <summary>Variants as a Parquet file holds them: the bytes of each (<c>value</c>), and where the writer took parts out
/// into columns of their own (<c>typed_value</c>) those too. A file without such columns is the simple case.</summary>
/// <remarks>https://github.com/apache/parquet-format/blob/master/VariantShredding.md.</remarks>
internal sealed class ShreddedVariant
{
    private const string Twice = "a value that is no object is in 'value' and in 'typed_value' at once";
    private readonly BinaryArray? _value;
    private readonly IArrowArray? _typed;
    private readonly (string Name, ShreddedVariant Field)[]? _fields;
    private readonly ShreddedVariant? _item;

    /// <param name="group">The column with <c>value</c> and <c>typed_value</c>, or one of them.</param>
    /// <exception cref="VariantFormatException">The columns are not those of a variant.</exception>
    public ShreddedVariant(StructArray group)
    {
        IReadOnlyList<Field> fields = ((StructType)group.Data.DataType).Fields;
        for (int position = 0; position < fields.Count; position++)
        {
            switch (fields[position].Name)
            {
                case "value":
                    _value = group.Fields[position] as BinaryArray
                        ?? throw new VariantFormatException($"its 'value' is {fields[position].DataType.Name}");
                    break;
                case "typed_value":
                    _typed = group.Fields[position];
                    break;
                default:
                    break;
            }
        }

        if (_value is null && _typed is null)
        {
            throw new VariantFormatException("it has neither 'value' nor 'typed_value'");
        }

        if (_typed is StructArray structure)
        {
            _fields = [.. ((StructType)structure.Data.DataType).Fields
                .Select((field, position) => (field.Name, new ShreddedVariant(Group(structure.Fields[position]))))];
        }
        else if (_typed is ListArray list)
        {
            _item = new ShreddedVariant(Group(list.Values));
        }
    }

    /// <summary>Writes a value as JSON.</summary>
    /// <exception cref="VariantFormatException">The file breaks the format.</exception>
    public void Write(Utf8JsonWriter json, ReadOnlySpan<byte> metadata, int row)
    {
        bool hasValue = _value is not null && _value.IsValid(row);
        if (_typed is null || _typed.IsNull(row))
        {
            if (hasValue)
            {
                VariantJson.Write(json, metadata, _value!.GetBytes(row));
            }
            else
            {
                // Nothing at all is the null of a variant, wherever it is not a field of an object.
                json.WriteNullValue();
            }
        }
        else if (_fields is not null)
        {
            WriteObject(json, metadata, row, hasValue ? _value!.GetBytes(row) : []);
        }
        else if (hasValue)
        {
            throw new VariantFormatException(Twice);
        }
        else if (_item is not null)
        {
            ReadOnlySpan<int> offsets = ((ListArray)_typed).ValueOffsets;
            json.WriteStartArray();
            for (int item = offsets[row]; item < offsets[row + 1]; item++)
            {
                _item.Write(json, metadata, item);
            }

            json.WriteEndArray();
        }
        else
        {
            ShreddedScalars.Write(json, _typed, row);
        }
    }

    /// <summary>Writes a value as bytes, with the types that it has. Names keep the numbers that the metadata gives them.
    /// </summary>
    /// <exception cref="VariantFormatException">The file breaks the format.</exception>
    public void Append(VariantBuffer bytes, ReadOnlySpan<byte> metadata, int row)
    {
        bool hasValue = _value is not null && _value.IsValid(row);
        if (_typed is null || _typed.IsNull(row))
        {
            if (hasValue)
            {
                bytes.Raw(_value!.GetBytes(row));
            }
            else
            {
                bytes.Null();
            }
        }
        else if (_fields is not null)
        {
            AppendObject(bytes, metadata, row, hasValue ? _value!.GetBytes(row) : []);
        }
        else if (hasValue)
        {
            throw new VariantFormatException(Twice);
        }
        else if (_item is not null)
        {
            ReadOnlySpan<int> offsets = ((ListArray)_typed).ValueOffsets;
            int start = bytes.Length;
            List<VariantPart> items = [];
            for (int item = offsets[row]; item < offsets[row + 1]; item++)
            {
                items.Add(new VariantPart(0, bytes.Length));
                _item.Append(bytes, metadata, item);
            }

            bytes.CloseArray(start, CollectionsMarshal.AsSpan(items));
        }
        else
        {
            ShreddedBytes.Append(bytes, _typed, row);
        }
    }

    private void AppendObject(VariantBuffer bytes, ReadOnlySpan<byte> metadata, int row, ReadOnlySpan<byte> rest)
    {
        VariantNames names = new(metadata);
        VariantObject others = Rest(rest);
        List<(string Name, VariantPart Part)> fields = [];
        int start = bytes.Length;
        foreach ((string name, ShreddedVariant field) in _fields!)
        {
            if (field.IsThere(row))
            {
                fields.Add((name, new VariantPart(names.Find(name), bytes.Length)));
                field.Append(bytes, metadata, row);
            }
        }

        for (int other = 0; other < others.Count; other++)
        {
            uint id = others.NameId(other);
            fields.Add((VariantScalars.NameOf(names[id]), new VariantPart((int)id, bytes.Length)));
            bytes.Raw(VariantLength.Cut(others.Value(other)));
        }

        fields.Sort(static (left, right) => VariantDictionary.Compare(left.Name, right.Name));
        for (int index = 1; index < fields.Count; index++)
        {
            RequireOnce(fields[index - 1].Name, fields[index].Name);
        }

        bytes.CloseObject(start, fields.Select(static field => field.Part).ToArray());
    }

    private static StructArray Group(IArrowArray array) => array as StructArray
        ?? throw new VariantFormatException($"a part of its 'typed_value' is {array.Data.DataType.Name} and no group");

    private static void RequireOnce(string before, string name)
    {
        if (before == name)
        {
            throw new VariantFormatException($"its field '{name}' is in 'value' and in 'typed_value' at once");
        }
    }

    /// <summary>The fields that have no columns of their own.</summary>
    private static VariantObject Rest(ReadOnlySpan<byte> rest) => rest.IsEmpty ? default
        : VariantJson.IsObject(rest) ? VariantObject.OfObject(rest)
        : throw new VariantFormatException("the 'value' beside the columns of an object is no object");

    private bool IsThere(int row) =>
        (_value is not null && _value.IsValid(row)) || (_typed is not null && _typed.IsValid(row));

    /// <summary>The fields that have columns of their own, and those left in the bytes, in the order of their names.
    /// </summary>
    private void WriteObject(Utf8JsonWriter json, ReadOnlySpan<byte> metadata, int row, ReadOnlySpan<byte> rest)
    {
        VariantNames names = new(metadata);
        VariantObject others = Rest(rest);
        List<(string Name, int Position)> fields = [];
        for (int position = 0; position < _fields!.Length; position++)
        {
            if (_fields[position].Field.IsThere(row))
            {
                fields.Add((_fields[position].Name, position));
            }
        }

        for (int other = 0; other < others.Count; other++)
        {
            fields.Add((VariantScalars.NameOf(names[others.NameId(other)]), ~other));
        }

        fields.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        json.WriteStartObject();
        for (int index = 0; index < fields.Count; index++)
        {
            (string name, int position) = fields[index];
            if (index > 0)
            {
                RequireOnce(fields[index - 1].Name, name);
            }

            json.WritePropertyName(name);
            if (position >= 0)
            {
                _fields[position].Field.Write(json, metadata, row);
            }
            else
            {
                VariantJson.Write(json, metadata, others.Value(~position));
            }
        }

        json.WriteEndObject();
    }
}
