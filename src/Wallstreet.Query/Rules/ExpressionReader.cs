using System.Globalization;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rules;

/// <summary>
/// Reads a Spark SQL expression of somebody's table and writes it anew in DuckDB's SQL. Nothing of the text is passed on:
/// names must be columns, functions must be in <see cref="SparkFunctions"/>, texts are quoted again. What is not known is
/// refused by name.
/// </summary>
internal sealed class ExpressionReader
{
    private const int DepthMax = 100;

    private readonly IReadOnlyList<SparkToken> _tokens;
    private readonly ExpressionScope _scope;
    private readonly string _text;
    private int _next;
    private int _depth;

    private ExpressionReader(string text, ExpressionScope scope)
    {
        _text = text;
        _tokens = SparkScanner.Scan(text);
        _scope = scope;
    }

    private SparkToken Current => TokenAt(_next);

    /// <summary>Reads an expression.</summary>
    /// <exception cref="ExpressionException">It is wrong, or not known.</exception>
    public static TypedSql Read(string text, ExpressionScope scope)
    {
        ExpressionReader reader = new(text, scope);
        TypedSql value = reader.ReadOr();
        return reader.Current.Kind == SparkTokenKind.End
            ? value
            : throw new ExpressionException($"'{reader.Current.Value}' is not expected here.", reader.Current.Column);
    }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="ExpressionException">It is wrong, not known, or no condition.</exception>
    public static string ReadCondition(string text, ExpressionScope scope) =>
        SparkOperators.Condition(Read(text, scope), "A rule");

    private TypedSql ReadOr()
    {
        if (++_depth > DepthMax)
        {
            throw new ExpressionException($"The expression is nested deeper than {DepthMax} levels.", Current.Column);
        }

        TypedSql value = ReadAnd();
        while (Take("OR"))
        {
            value = SparkOperators.Logic("OR", value, ReadAnd());
        }

        _depth--;
        return value;
    }

    private TypedSql ReadAnd()
    {
        TypedSql value = ReadNot();
        while (Take("AND"))
        {
            value = SparkOperators.Logic("AND", value, ReadNot());
        }

        return value;
    }

    private TypedSql ReadNot()
    {
        bool negate = false;
        while (Take("NOT") || Take("!"))
        {
            negate = !negate;
        }

        TypedSql value = ReadPredicate(ReadComparison());
        return negate ? SparkOperators.Not(value) : value;
    }

    private TypedSql ReadPredicate(TypedSql value)
    {
        if (Take("IS"))
        {
            return ReadIs(value);
        }

        bool negate = Current.Is("NOT") && TokenAt(_next + 1).Kind == SparkTokenKind.Word && Take("NOT");
        TypedSql? predicate = null;
        if (Take("BETWEEN"))
        {
            TypedSql low = ReadSum();
            Require("AND");
            predicate = SparkOperators.Between(value, low, ReadSum());
        }
        else if (Take("IN"))
        {
            predicate = SparkOperators.In(value, ReadList());
        }
        else if (Take("LIKE"))
        {
            predicate = SparkPatterns.Like(value, ReadSum());
        }
        else if (Take("RLIKE") || Take("REGEXP"))
        {
            predicate = SparkPatterns.Matches(value, ReadSum());
        }

        return predicate is null
            ? negate ? throw new ExpressionException($"After NOT, '{Current.Value}' is not supported.", Current.Column) : value
            : negate ? SparkOperators.Not(predicate) : predicate;
    }

    private TypedSql ReadIs(TypedSql value)
    {
        bool negate = Take("NOT");
        if (Take("NULL"))
        {
            return TypedSql.Condition($"({value.Sql} IS {(negate ? "NOT " : "")}NULL)");
        }

        if (Current.Is("TRUE") || Current.Is("FALSE"))
        {
            string word = Current.Is("TRUE") ? "TRUE" : "FALSE";
            _next++;
            return TypedSql.Condition($"({SparkOperators.Condition(value, "IS")} IS {(negate ? "NOT " : "")}{word})");
        }

        if (Take("DISTINCT"))
        {
            Require("FROM");
            TypedSql same = SparkOperators.Compare("<=>", value, ReadSum());
            return negate ? same : SparkOperators.Not(same);
        }

        throw new ExpressionException($"After IS, '{Current.Value}' is not supported.", Current.Column);
    }

    private TypedSql ReadComparison()
    {
        TypedSql value = ReadSum();
        while (Current.Kind == SparkTokenKind.Symbol
            && Current.Value is "=" or "==" or "<=>" or "<>" or "!=" or "<" or "<=" or ">" or ">=")
        {
            string symbol = TakeAny();
            value = SparkOperators.Compare(symbol, value, ReadSum());
        }

        return value;
    }

    private TypedSql ReadSum()
    {
        TypedSql value = ReadProduct();
        while (Current.Kind == SparkTokenKind.Symbol && Current.Value is "+" or "-" or "||")
        {
            string symbol = TakeAny();
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
        while ((Current.Kind == SparkTokenKind.Symbol && Current.Value is "*" or "/" or "%") || Current.Is("DIV"))
        {
            string symbol = TakeAny();
            TypedSql right = ReadUnary();
            value = symbol is "*" or "/" or "%"
                ? SparkOperators.Arithmetic(symbol, value, right)
                : SparkOperators.WholeDivide(value, right);
        }

        return value;
    }

    private TypedSql ReadUnary()
    {
        bool negate = false;
        while (Current.Is("-") || Current.Is("+"))
        {
            negate ^= TakeAny() == "-";
        }

        if (negate && Current.Kind == SparkTokenKind.Number)
        {
            return SparkLiterals.ReadNumber("-" + TakeAny());
        }

        TypedSql value = ReadPostfix();
        return negate ? SparkOperators.Negate(value) : value;
    }

    private TypedSql ReadPostfix()
    {
        TypedSql value = ReadPrimary();
        while (true)
        {
            if (Take("."))
            {
                value = SparkNesting.Field(value, TakeName());
            }
            else if (Take("["))
            {
                TypedSql key = ReadOr();
                Require("]");
                value = SparkNesting.Item(value, key);
            }
            else if (Take("::"))
            {
                value = SparkCasts.Cast(value, ReadType(false));
            }
            else
            {
                return value;
            }
        }
    }

    private TypedSql ReadPrimary()
    {
        SparkToken token = Current;
        _next++;
        switch (token.Kind)
        {
            case SparkTokenKind.Number:
                return SparkLiterals.ReadNumber(token.Value);
            case SparkTokenKind.Text:
                return Current.Kind == SparkTokenKind.Text
                    ? throw new ExpressionException("Two texts stand side by side; join them with ||.", Current.Column)
                    : TypedSql.OfText(token.Value);
            case SparkTokenKind.QuotedName:
                return _scope.Find(token);
            case SparkTokenKind.Word:
                return ReadWord(token);
            case SparkTokenKind.Symbol when token.Value == "(":
                TypedSql value = ReadOr();
                Require(")");
                return value with { Sql = $"({value.Sql})" };
            default:
                throw new ExpressionException(
                    $"A value is expected, not {(token.Kind == SparkTokenKind.End ? token.Value : $"'{token.Value}'")}.", token.Column);
        }
    }

    private TypedSql ReadWord(SparkToken word)
    {
        string name = word.Value.ToUpperInvariant();
        if (Current.Kind == SparkTokenKind.Text && SparkLiterals.IsTyped(name))
        {
            return SparkLiterals.ReadTyped(name, TakeAny());
        }

        return name switch
        {
            "NULL" => TypedSql.Null,
            "TRUE" or "FALSE" => TypedSql.Condition(name == "TRUE" ? "true" : "false"),
            "CASE" => ReadCase(),
            "CAST" or "TRY_CAST" when Current.Is("(") => ReadCast(),
            "EXTRACT" when Current.Is("(") => ReadExtract(),
            _ when Current.Is("(") => Call(word, ReadArguments()),
            _ when _scope.Columns.Find(word.Value) is null && SparkFunctions.IsCalledBare(name) => Call(word, []),
            _ => _scope.Find(word),
        };
    }

    private TypedSql Call(SparkToken name, IReadOnlyList<TypedSql> arguments) =>
        SparkFunctions.Call(new FunctionCall(name.Value.ToUpperInvariant(), arguments, _scope, name.Column));

    private TypedSql ReadCase()
    {
        TypedSql? operand = Current.Is("WHEN") ? null : ReadOr();
        List<(string When, TypedSql Then)> branches = [];
        while (Take("WHEN"))
        {
            TypedSql when = ReadOr();
            string condition = operand is null
                ? SparkOperators.Condition(when, "WHEN")
                : SparkOperators.Compare("=", operand, when).Sql;
            Require("THEN");
            branches.Add((condition, ReadOr()));
        }

        if (branches.Count == 0)
        {
            throw new ExpressionException("CASE has no WHEN.", Current.Column);
        }

        TypedSql otherwise = Take("ELSE") ? ReadOr() : TypedSql.Null;
        Require("END");
        DeltaType type = SparkTypes.Common([.. branches.Select(static branch => branch.Then), otherwise], "CASE");
        string text = string.Concat(branches.Select(
            branch => $" WHEN {branch.When} THEN {SparkTypes.Coerce(branch.Then, type, "CASE").Sql}"));
        string rest = SparkTypes.Coerce(otherwise, type, "CASE").Sql;
        return new TypedSql($"CASE{text} ELSE {rest} END", type);
    }

    private TypedSql ReadCast()
    {
        Require("(");
        TypedSql value = ReadOr();
        Require("AS");
        DeltaType type = ReadType(true);
        Require(")");
        return SparkCasts.Cast(value, type);
    }

    private TypedSql ReadExtract()
    {
        Require("(");
        SparkToken field = Current;
        string name = TakeName();
        Require("FROM");
        TypedSql source = ReadOr();
        Require(")");
        return Call(field with { Value = name }, [source]);
    }

    /// <summary>A type's name, up to the bracket that closes the cast, or a single word.</summary>
    private DeltaType ReadType(bool upToBracket)
    {
        int start = Current.Column - 1;
        int open = 0;
        do
        {
            open += Current.Is("(") ? 1 : Current.Is(")") ? -1 : 0;
            _next++;
        }
        while (Current.Kind != SparkTokenKind.End && (upToBracket ? open > 0 || !Current.Is(")") : open > 0 || Current.Is("(")));

        try
        {
            return TypeText.Parse(_text[start..Math.Min(Current.Column - 1, _text.Length)].Trim());
        }
        catch (Delta.SchemaMismatchException unknown)
        {
            throw new ExpressionException(unknown.Message, start + 1);
        }
    }

    private List<TypedSql> ReadArguments()
    {
        if (TokenAt(_next + 1).Is(")"))
        {
            _next += 2;
            return [];
        }

        return ReadList();
    }

    private List<TypedSql> ReadList()
    {
        Require("(");
        List<TypedSql> values = [];
        do
        {
            values.Add(ReadOr());
        }
        while (Take(","));
        Require(")");
        return values;
    }

    /// <summary>A token; after the last one there is only the end.</summary>
    private SparkToken TokenAt(int index) => _tokens[Math.Min(index, _tokens.Count - 1)];

    private bool Take(string word)
    {
        if (!Current.Is(word))
        {
            return false;
        }

        _next++;
        return true;
    }

    private string TakeAny() => TokenAt(_next++).Value;

    private string TakeName() => Current.Kind is SparkTokenKind.Word or SparkTokenKind.QuotedName
        ? TakeAny()
        : throw new ExpressionException($"A name is expected, not '{Current.Value}'.", Current.Column);

    private void Require(string word)
    {
        if (!Take(word))
        {
            throw new ExpressionException(
                string.Create(CultureInfo.InvariantCulture, $"'{word}' is expected, not '{Current.Value}'."), Current.Column);
        }
    }
}
