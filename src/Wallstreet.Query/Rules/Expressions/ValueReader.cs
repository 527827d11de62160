using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rules.Expressions.Functions;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Reads the values that operators stand between: literals, columns, calls, CASE, casts, brackets.</summary>
internal sealed class ValueReader
{
    private readonly SparkCursor _cursor;
    private readonly ExpressionScope _scope;
    private readonly Func<TypedSql> _readWhole;

    /// <param name="cursor">The tokens.</param>
    /// <param name="scope">What names and functions there are.</param>
    /// <param name="readWhole">Reads an expression of its own within the value.</param>
    public ValueReader(SparkCursor cursor, ExpressionScope scope, Func<TypedSql> readWhole)
    {
        _cursor = cursor;
        _scope = scope;
        _readWhole = readWhole;
    }

    public TypedSql Read()
    {
        SparkToken token = _cursor.Next();
        switch (token.Kind)
        {
            case SparkTokenKind.Number:
                return SparkLiterals.ReadNumber(token.Value);
            case SparkTokenKind.Text:
                return _cursor.Current.Kind == SparkTokenKind.Text
                    ? throw new ExpressionException("Two texts stand side by side; join them with ||.", _cursor.Current.Column)
                    : TypedSql.OfText(token.Value);
            case SparkTokenKind.QuotedName:
                return _scope.Find(token);
            case SparkTokenKind.Word:
                return ReadWord(token);
            case SparkTokenKind.Symbol when token.Value == "(":
                TypedSql value = _readWhole();
                _cursor.Require(")");
                return value with { Sql = $"({value.Sql})" };
            default:
                throw new ExpressionException(
                    $"A value is expected, not {(token.Kind == SparkTokenKind.End ? token.Value : $"'{token.Value}'")}.", token.Column);
        }
    }

    private TypedSql ReadWord(SparkToken word)
    {
        string name = word.Value.ToUpperInvariant();
        if (_cursor.Current.Kind == SparkTokenKind.Text && SparkLiterals.IsTyped(name))
        {
            return SparkLiterals.ReadTyped(name, _cursor.Next().Value);
        }

        return name switch
        {
            "NULL" => TypedSql.Null,
            "TRUE" or "FALSE" => TypedSql.Condition(name == "TRUE" ? "true" : "false"),
            "CASE" => ReadCase(),
            "CAST" or "TRY_CAST" when _cursor.Current.Is("(") => ReadCast(name == "TRY_CAST"),
            "EXTRACT" when _cursor.Current.Is("(") => ReadExtract(),
            _ when _cursor.Current.Is("(") => Call(word, ReadArguments()),
            _ when _scope.Columns.Find(word.Value) is null && SparkFunctions.IsCalledBare(name) => Call(word, []),
            _ => _scope.Find(word),
        };
    }

    private TypedSql Call(SparkToken name, IReadOnlyList<TypedSql> arguments) =>
        SparkFunctions.Call(new FunctionCall(name.Value.ToUpperInvariant(), arguments, _scope, name.Column));

    private TypedSql ReadCase()
    {
        TypedSql? operand = _cursor.Current.Is("WHEN") ? null : _readWhole();
        List<(string When, TypedSql Then)> branches = [];
        while (_cursor.Take("WHEN"))
        {
            TypedSql when = _readWhole();
            string condition = operand is null
                ? SparkOperators.Condition(when, "WHEN")
                : SparkOperators.Compare("=", operand, when).Sql;
            _cursor.Require("THEN");
            branches.Add((condition, _readWhole()));
        }

        if (branches.Count == 0)
        {
            throw new ExpressionException("CASE has no WHEN.", _cursor.Current.Column);
        }

        TypedSql otherwise = _cursor.Take("ELSE") ? _readWhole() : TypedSql.Null;
        _cursor.Require("END");
        DeltaType type = SparkTypes.Common([.. branches.Select(static branch => branch.Then), otherwise], "CASE");
        string text = string.Concat(branches.Select(
            branch => $" WHEN {branch.When} THEN {SparkTypes.Coerce(branch.Then, type, "CASE").Sql}"));
        string rest = SparkTypes.Coerce(otherwise, type, "CASE").Sql;
        return new TypedSql($"CASE{text} ELSE {rest} END", type);
    }

    private TypedSql ReadCast(bool orNull)
    {
        _cursor.Require("(");
        TypedSql value = _readWhole();
        _cursor.Require("AS");
        DeltaType type = _cursor.TakeType(true);
        _cursor.Require(")");
        return orNull ? SparkCasts.TryCast(value, type) : SparkCasts.Cast(value, type);
    }

    private TypedSql ReadExtract()
    {
        _cursor.Require("(");
        SparkToken field = _cursor.Current;
        string name = _cursor.TakeName();
        _cursor.Require("FROM");
        TypedSql source = _readWhole();
        _cursor.Require(")");
        return SparkTimeFunctions.Extract(new FunctionCall(name.ToUpperInvariant(), [source], _scope, field.Column));
    }

    private List<TypedSql> ReadArguments()
    {
        if (_cursor.Following.Is(")"))
        {
            _cursor.Require("(");
            _cursor.Require(")");
            return [];
        }

        return ReadList();
    }

    /// <summary>Values in brackets, at least one.</summary>
    public List<TypedSql> ReadList()
    {
        _cursor.Require("(");
        List<TypedSql> values = [];
        do
        {
            values.Add(_readWhole());
        }
        while (_cursor.Take(","));
        _cursor.Require(")");
        return values;
    }
}
