using System.Globalization;
using System.Text;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Writing;

/// <summary>Reads DuckDB's names of types and says which type a Delta table holds such values in.</summary>
internal sealed class DuckTypeReader
{
    private readonly SqlTokens _tokens;
    private readonly string _name;
    private readonly string _column;
    private int _next;

    private DuckTypeReader(string name, string column)
    {
        _tokens = new SqlTokens(Encoding.UTF8.GetBytes(name));
        _name = name;
        _column = column;
    }

    /// <summary>The type for a column.</summary>
    /// <exception cref="QueryFailedException">No Delta type holds such values.</exception>
    public static DeltaType Read(string name, string column) => new DuckTypeReader(name, column).ReadType();

    private DeltaType ReadType()
    {
        DeltaType type = ReadElement();
        while (_tokens.Is(_next, "["))
        {
            _next += _tokens.Is(_next + 1, "]") ? 2 : 3;
            type = new ArrayType(type);
        }

        return type;
    }

    private DeltaType ReadElement()
    {
        string word = _tokens.Text(_next++).ToUpperInvariant();
        switch (word)
        {
            case "DECIMAL":
                int precision = int.Parse(_tokens.Text(_next + 1), CultureInfo.InvariantCulture);
                int scale = int.Parse(_tokens.Text(_next + 3), CultureInfo.InvariantCulture);
                _next += 5;
                return new DecimalType(precision, scale);
            case "STRUCT":
                return ReadStruct();
            case "MAP":
                _next++;
                DeltaType key = ReadType();
                _next++;
                DeltaType value = ReadType();
                _next++;
                return new MapType(key, value);
            case "ENUM":
                _next = _tokens.AfterBrackets(_next);
                return PrimitiveType.String;
            case "TIMESTAMP":
                return ReadTimestamp();
            default:
                return Plain(word);
        }
    }

    private StructType ReadStruct()
    {
        List<StructField> fields = [];
        do
        {
            _next++;
            string name = _tokens.Name(_next++);
            fields.Add(new StructField(name, ReadType()));
        }
        while (_tokens.Is(_next, ","));
        _next++;
        return new StructType(fields);
    }

    private PrimitiveType ReadTimestamp()
    {
        if (!_tokens.Is(_next, "WITH"))
        {
            return PrimitiveType.TimestampNtz;
        }

        _next += 3;
        return PrimitiveType.Timestamp;
    }

    private DeltaType Plain(string word) => word switch
    {
        "BOOLEAN" => PrimitiveType.Boolean,
        "TINYINT" => PrimitiveType.Byte,
        "SMALLINT" or "UTINYINT" => PrimitiveType.Short,
        "INTEGER" or "USMALLINT" => PrimitiveType.Integer,
        "BIGINT" or "UINTEGER" => PrimitiveType.Long,
        "FLOAT" => PrimitiveType.Float,
        "DOUBLE" => PrimitiveType.Double,
        "DATE" => PrimitiveType.Date,
        "BLOB" => PrimitiveType.Binary,
        _ => Rare(word),
    };

    private DeltaType Rare(string word) => word switch
    {
        "VARCHAR" or "UUID" or "JSON" => PrimitiveType.String,
        VariantFunctions.Type => PrimitiveType.Variant,
        "UBIGINT" => new DecimalType(20, 0),
        "HUGEINT" => new DecimalType(38, 0),
        "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => PrimitiveType.TimestampNtz,
        "TIMESTAMPTZ" => PrimitiveType.Timestamp,
        _ => throw new QueryFailedException(
            $"The column {_column} has the type {_name}, which no table can hold. Cast it: to VARCHAR, for example."),
    };
}
