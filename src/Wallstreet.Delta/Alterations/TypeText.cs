using System.Globalization;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>Reads types as SQL users write them, in Spark's words: <c>bigint</c>, <c>decimal(18,4)</c>,
/// <c>array&lt;string&gt;</c>, <c>struct&lt;a: int, b: map&lt;string, double&gt;&gt;</c>. The protocol's own names are
/// understood too.</summary>
public static class TypeText
{
    private const int DepthMax = 100;

    /// <summary>Reads a type.</summary>
    /// <param name="text">The type.</param>
    /// <returns>It.</returns>
    /// <exception cref="SchemaMismatchException">The text is no type.</exception>
    public static DeltaType Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Reader reader = new(text);
        DeltaType type = reader.ReadType(0);
        return reader.AtEnd ? type : throw reader.Refuse("nothing more");
    }

    private sealed class Reader(string text)
    {
        private int _next;

        public bool AtEnd
        {
            get
            {
                SkipBlanks();
                return _next == text.Length;
            }
        }

        public SchemaMismatchException Refuse(string expected) => new(string.Create(
            CultureInfo.InvariantCulture,
            $"'{text}' is no type: at character {_next + 1}, {expected} was expected. Types are such as int, bigint, double, "
            + $"decimal(18,4), string, binary, boolean, date, timestamp, timestamp_ntz, array<int>, map<string, int>, struct<a: int>."));

        public DeltaType ReadType(int depth)
        {
            if (depth > DepthMax)
            {
                throw Refuse($"a type with at most {DepthMax} levels");
            }

            string name = ReadName().ToUpperInvariant();
            switch (name)
            {
                case "DECIMAL" or "DEC" or "NUMERIC":
                    return ReadDecimal();
                case "ARRAY":
                    Require('<');
                    DeltaType element = ReadType(depth + 1);
                    Require('>');
                    return new ArrayType(element);
                case "MAP":
                    Require('<');
                    DeltaType key = ReadType(depth + 1);
                    Require(',');
                    DeltaType value = ReadType(depth + 1);
                    Require('>');
                    return new MapType(key, value);
                case "STRUCT":
                    return ReadStruct(depth);
                default:
                    return FindPrimitive(name) ?? throw Refuse("the name of a type");
            }
        }

        private static PrimitiveType? FindPrimitive(string name) => name switch
        {
            "BIGINT" or "LONG" => PrimitiveType.Long,
            "INT" or "INTEGER" => PrimitiveType.Integer,
            "SMALLINT" or "SHORT" => PrimitiveType.Short,
            "TINYINT" or "BYTE" => PrimitiveType.Byte,
            "FLOAT" or "REAL" => PrimitiveType.Float,
            "DOUBLE" => PrimitiveType.Double,
            "STRING" or "VARCHAR" or "TEXT" => PrimitiveType.String,
            "BINARY" => PrimitiveType.Binary,
            "BOOLEAN" or "BOOL" => PrimitiveType.Boolean,
            "DATE" => PrimitiveType.Date,
            "TIMESTAMP" or "TIMESTAMP_LTZ" => PrimitiveType.Timestamp,
            "TIMESTAMP_NTZ" or "TIMESTAMPNTZ" => PrimitiveType.TimestampNtz,
            "VARIANT" => PrimitiveType.Variant,
            "VOID" => PrimitiveType.Void,
            _ => null,
        };

        private DecimalType ReadDecimal()
        {
            int precision = 10;
            int scale = 0;
            if (Take('('))
            {
                precision = ReadNumber();
                scale = Take(',') ? ReadNumber() : 0;
                Require(')');
            }

            return precision is >= 1 and <= 38 && scale <= precision
                ? new DecimalType(precision, scale)
                : throw Refuse("a precision of 1 to 38 and a scale that is not larger");
        }

        private StructType ReadStruct(int depth)
        {
            Require('<');
            List<StructField> fields = [];
            do
            {
                string name = ReadName();
                Take(':');
                DeltaType type = ReadType(depth + 1);
                fields.Add(new StructField(name, type, !TakeNotNull()));
            }
            while (Take(','));
            Require('>');
            return new StructType(fields);
        }

        private bool TakeNotNull()
        {
            SkipBlanks();
            if (_next == text.Length || text[_next] is not ('n' or 'N'))
            {
                return false;
            }

            return ReadName().Equals("NOT", StringComparison.OrdinalIgnoreCase)
                && ReadName().Equals("NULL", StringComparison.OrdinalIgnoreCase) ? true : throw Refuse("NOT NULL");
        }

        private string ReadName()
        {
            SkipBlanks();
            int start = _next;
            if (_next < text.Length && text[_next] == '`')
            {
                return ReadQuotedName();
            }

            while (_next < text.Length && (char.IsLetterOrDigit(text[_next]) || text[_next] == '_'))
            {
                _next++;
            }

            return _next > start ? text[start.._next] : throw Refuse("a name");
        }

        /// <summary>A name in backquotes, where two of them stand for one.</summary>
        private string ReadQuotedName()
        {
            int start = _next + 1;
            for (int end = start; end < text.Length; end++)
            {
                if (text[end] != '`')
                {
                    continue;
                }

                if (end + 1 == text.Length || text[end + 1] != '`')
                {
                    _next = end + 1;
                    return text[start..end].Replace("``", "`", StringComparison.Ordinal);
                }

                end++;
            }

            throw Refuse("a name that ends with a backquote");
        }

        private int ReadNumber()
        {
            SkipBlanks();
            int start = _next;
            while (_next < text.Length && char.IsAsciiDigit(text[_next]))
            {
                _next++;
            }

            return int.TryParse(text.AsSpan(start, _next - start), CultureInfo.InvariantCulture, out int number)
                ? number
                : throw Refuse("a number");
        }

        private bool Take(char letter)
        {
            SkipBlanks();
            if (_next == text.Length || text[_next] != letter)
            {
                return false;
            }

            _next++;
            return true;
        }

        private void Require(char letter)
        {
            if (!Take(letter))
            {
                throw Refuse($"'{letter}'");
            }
        }

        private void SkipBlanks()
        {
            while (_next < text.Length && char.IsWhiteSpace(text[_next]))
            {
                _next++;
            }
        }
    }
}
