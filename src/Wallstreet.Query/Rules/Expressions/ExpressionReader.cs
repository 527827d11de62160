using Wallstreet.Query.Rules.Expressions.Functions;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>
/// Reads a Spark SQL expression of somebody's table and writes it anew in DuckDB's SQL. Nothing of the text is passed on:
/// names must be columns, functions must be in <see cref="SparkFunctions"/>, texts are quoted again. What is not known is
/// refused by name.
/// </summary>
internal sealed class ExpressionReader
{
    private const int DepthMax = 100;

    private readonly SparkCursor _cursor;
    private readonly ValueReader _values;
    private int _depth;

    private ExpressionReader(string text, ExpressionScope scope)
    {
        _cursor = new SparkCursor(text);
        _values = new ValueReader(_cursor, scope, ReadOr);
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">It is wrong, or not known.</exception>
    public static TypedSql Read(string text, ExpressionScope scope)
    {
        ExpressionReader reader = new(text, scope);
        TypedSql value = reader.ReadOr();
        return reader._cursor.Current.Kind == SparkTokenKind.End
            ? value
            : throw new ExpressionException($"'{reader._cursor.Current.Value}' is not expected here.", reader._cursor.Current.Column);
    }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="ExpressionException">It is wrong, not known, or no condition.</exception>
    public static string ReadCondition(string text, ExpressionScope scope) =>
        SparkOperators.Condition(Read(text, scope), "A rule");

    private TypedSql ReadOr()
    {
        if (++_depth > DepthMax)
        {
            throw new ExpressionException($"The expression is nested deeper than {DepthMax} levels.", _cursor.Current.Column);
        }

        TypedSql value = ReadChain("OR", ReadAnd);
        _depth--;
        return value;
    }

    private TypedSql ReadAnd() => ReadChain("AND", ReadNot);

    private TypedSql ReadChain(string word, Func<TypedSql> read)
    {
        List<TypedSql> terms = [read()];
        while (_cursor.Take(word))
        {
            terms.Add(read());
        }

        return terms.Count == 1 ? terms[0] : SparkOperators.Logic(word, terms);
    }

    private TypedSql ReadNot()
    {
        bool negate = false;
        while (_cursor.Take("NOT") || _cursor.Take("!"))
        {
            negate = !negate;
        }

        TypedSql value = ReadPredicate(ReadComparison());
        return negate ? SparkOperators.Not(value) : value;
    }

    private TypedSql ReadPredicate(TypedSql value)
    {
        if (_cursor.Take("IS"))
        {
            return ReadIs(value);
        }

        bool negate = _cursor.Current.Is("NOT") && _cursor.Following.Kind == SparkTokenKind.Word && _cursor.Take("NOT");
        TypedSql? predicate = null;
        if (_cursor.Take("BETWEEN"))
        {
            TypedSql low = ReadSum();
            _cursor.Require("AND");
            predicate = SparkOperators.Between(value, low, ReadSum());
        }
        else if (_cursor.Take("IN"))
        {
            predicate = SparkOperators.In(value, _values.ReadList());
        }
        else if (_cursor.Take("LIKE"))
        {
            predicate = SparkPatterns.Like(value, ReadSum());
        }
        else if (_cursor.Take("RLIKE") || _cursor.Take("REGEXP"))
        {
            predicate = SparkPatterns.Matches(value, ReadSum());
        }

        return predicate is null
            ? negate ? throw new ExpressionException($"After NOT, '{_cursor.Current.Value}' is not supported.", _cursor.Current.Column) : value
            : negate ? SparkOperators.Not(predicate) : predicate;
    }

    private TypedSql ReadIs(TypedSql value)
    {
        bool negate = _cursor.Take("NOT");
        if (_cursor.Take("NULL"))
        {
            return TypedSql.Condition($"({value.Sql} IS {(negate ? "NOT " : "")}NULL)");
        }

        if (_cursor.Current.Is("TRUE") || _cursor.Current.Is("FALSE"))
        {
            string word = _cursor.Current.Is("TRUE") ? "TRUE" : "FALSE";
            _cursor.Next();
            return TypedSql.Condition($"({SparkOperators.Condition(value, "IS")} IS {(negate ? "NOT " : "")}{word})");
        }

        if (_cursor.Take("DISTINCT"))
        {
            _cursor.Require("FROM");
            TypedSql same = SparkOperators.Compare("<=>", value, ReadSum());
            return negate ? same : SparkOperators.Not(same);
        }

        throw new ExpressionException($"After IS, '{_cursor.Current.Value}' is not supported.", _cursor.Current.Column);
    }

    private TypedSql ReadComparison()
    {
        TypedSql value = ReadSum();
        while (_cursor.Current.Kind == SparkTokenKind.Symbol
            && _cursor.Current.Value is "=" or "==" or "<=>" or "<>" or "!=" or "<" or "<=" or ">" or ">=")
        {
            string symbol = _cursor.Next().Value;
            value = SparkOperators.Compare(symbol, value, ReadSum());
        }

        return value;
    }

    private TypedSql ReadSum()
    {
        TypedSql value = ReadProduct();
        while (_cursor.Current.Kind == SparkTokenKind.Symbol && _cursor.Current.Value is "+" or "-" or "||")
        {
            string symbol = _cursor.Next().Value;
            TypedSql right = ReadProduct();
            value = symbol == "||"
                ? SparkOperators.Concatenate([value, right])
                : SparkOperators.Arithmetic(symbol, value, right);
        }

        return value;
    }

    private TypedSql ReadProduct()
    {
        TypedSql value = ReadUnary();
        while ((_cursor.Current.Kind == SparkTokenKind.Symbol && _cursor.Current.Value is "*" or "/" or "%") || _cursor.Current.Is("DIV"))
        {
            string symbol = _cursor.Next().Value;
            TypedSql right = ReadUnary();
            value = symbol is "*" or "/" or "%"
                ? SparkOperators.Arithmetic(symbol, value, right)
                : SparkOperators.WholeDivide(value, right);
        }

        return value;
    }

    private TypedSql ReadUnary()
    {
        string last = "";
        bool negate = false;
        for (; _cursor.Current.Is("-") || _cursor.Current.Is("+"); negate ^= last == "-")
        {
            last = _cursor.Next().Value;
        }

        if (last == "-" && _cursor.Current.Kind == SparkTokenKind.Number)
        {
            // The sign that stands before a number is a part of it: only so is there a smallest one.
            TypedSql number = SparkLiterals.ReadNumber("-" + _cursor.Next().Value);
            return negate ? number : SparkOperators.Negate(number);
        }

        TypedSql value = ReadPostfix();
        return negate ? SparkOperators.Negate(value) : last.Length > 0 ? SparkOperators.Signed(value) : value;
    }

    private TypedSql ReadPostfix()
    {
        TypedSql value = _values.Read();
        while (true)
        {
            if (_cursor.Take("."))
            {
                value = SparkNesting.Field(value, _cursor.TakeName());
            }
            else if (_cursor.Take("["))
            {
                TypedSql key = ReadOr();
                _cursor.Require("]");
                value = SparkNesting.Item(value, key);
            }
            else if (_cursor.Take("::"))
            {
                value = SparkCasts.Cast(value, _cursor.TakeType(false));
            }
            else
            {
                return value;
            }
        }
    }
}
