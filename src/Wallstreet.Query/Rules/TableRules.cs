using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Rules.Expressions;

namespace Wallstreet.Query.Rules;

/// <summary>
/// What a table demands of each row that comes into it, and what it fills in: NOT NULL, CHECK constraints, invariants,
/// generated, identity and default columns. Protocol sections "CHECK Constraints", "Column Invariants", "Generated
/// Columns", "Identity Columns" and "Default Columns". A condition that is null is broken, as in the reference.
/// </summary>
internal sealed class TableRules
{
    private const string ConstraintPrefix = "delta.constraints.";
    private const string Alias = "r";

    private readonly StructType _schema;
    private readonly bool _defaults;
    private readonly IReadOnlyList<(string Name, string Expression)> _constraints;

    private TableRules(Metadata metadata, Protocol protocol)
    {
        _schema = metadata.Schema;
        _defaults = protocol.HasWriterFeature("allowColumnDefaults");
        _constraints =
        [
            .. metadata.Configuration.Where(static pair => pair.Key.StartsWith(ConstraintPrefix, StringComparison.OrdinalIgnoreCase))
                .Select(static pair => (pair.Key[ConstraintPrefix.Length..], pair.Value))
                .OrderBy(static pair => pair.Item1, StringComparer.Ordinal),
        ];
        Any = _constraints.Count > 0 || _schema.Fields.Any(HasRule);
    }

    /// <summary>Whether the table has a rule at all.</summary>
    public bool Any { get; }

    /// <summary>The rules of a table.</summary>
    public static TableRules Of(Metadata metadata, Protocol protocol) => new(metadata, protocol);

    /// <summary>
    /// Wraps a query that gives rows to add, by the names users see: columns that it does not give are filled in, and a row
    /// that breaks a rule stops the statement with a <see cref="ConstraintViolationException"/>. The result has all columns
    /// in the table's order and types.
    /// </summary>
    /// <param name="query">The rows. Columns that are not given may be missing or there; they are not looked at.</param>
    /// <param name="givenColumns">Which columns the rows bring values for, nulls included.</param>
    /// <returns>The query itself if the table has no rules.</returns>
    /// <exception cref="UnsupportedFeatureException">A rule's expression cannot be carried out.</exception>
    public string Enforce(string query, IReadOnlyCollection<string> givenColumns)
    {
        if (!Any)
        {
            return query;
        }

        HashSet<string> given = new(givenColumns, StringComparer.OrdinalIgnoreCase);
        string filled = string.Join(", ", _schema.Fields.Select(field => $"{Fill(field, given)} AS {SqlText.Name(field.Name)}"));
        string rows = $"(SELECT {filled} FROM ({query}\n) AS q)";
        StructField[] computed = [.. _schema.Fields.Where(field => ColumnRules.FindGeneration(field) is not null && !given.Contains(field.Name))];
        if (computed.Length > 0)
        {
            string all = string.Join(", ", _schema.Fields.Select(field =>
                $"{(computed.Contains(field) ? Generate(field) : Column(field))} AS {SqlText.Name(field.Name)}"));
            rows = $"(SELECT {all} FROM {rows} AS {Alias})";
        }

        string checks = string.Concat(Checks(given).Select(static check =>
            $" WHEN ({check.Condition}) IS NOT TRUE THEN {check.Refusal}"));
        return checks.Length == 0
            ? $"SELECT {Alias}.* FROM {rows} AS {Alias}"
            : $"SELECT {Alias}.* FROM {rows} AS {Alias} WHERE CASE{checks} ELSE true END";
    }

    /// <summary><see cref="Enforce"/> for rows that were not in the table before: they may not bring numbers for an
    /// identity column that gives its own.</summary>
    /// <param name="query">The rows.</param>
    /// <param name="givenColumns">Which columns the rows bring values for, nulls included.</param>
    /// <returns>The query itself if the table has no rules.</returns>
    /// <exception cref="ConstraintViolationException">The rows bring numbers that they may not bring.</exception>
    public string EnforceNew(string query, IReadOnlyCollection<string> givenColumns)
    {
        RequireInsertable(givenColumns);
        return Enforce(query, givenColumns);
    }

    /// <summary>Refuses rows that bring numbers for an identity column which gives them itself. For rows that are new; rows
    /// that were in the table keep theirs.</summary>
    /// <param name="givenColumns">Which columns the rows bring values for.</param>
    /// <exception cref="ConstraintViolationException">There is such a column.</exception>
    public void RequireInsertable(IEnumerable<string> givenColumns)
    {
        foreach (string name in givenColumns)
        {
            if (_schema.Find(name) is { } field && IdentityColumn.Find(field) is { AllowsExplicitInsert: false })
            {
                throw new ConstraintViolationException(
                    $"The column {field.Name} is GENERATED ALWAYS AS IDENTITY: its numbers cannot be given. Leave the column out.");
            }
        }
    }

    /// <summary>Whether rows that lack these columns get numbers, which the commit must record with
    /// <see cref="Advance"/>.</summary>
    /// <param name="givenColumns">Which columns the rows bring values for.</param>
    public bool Allocates(IReadOnlyCollection<string> givenColumns) =>
        _schema.Fields.Any(field => IdentityColumn.Is(field) && !givenColumns.Contains(field.Name, StringComparer.OrdinalIgnoreCase));

    /// <summary>The metadata after rows got numbers; writers that commit it at once conflict, so that no number is given
    /// twice.</summary>
    /// <param name="metadata">The metadata by which the rows were written.</param>
    /// <param name="givenColumns">Which columns the rows brought.</param>
    /// <param name="rows">How many rows got numbers.</param>
    /// <returns>The metadata to commit.</returns>
    public static Metadata Advance(Metadata metadata, IReadOnlyCollection<string> givenColumns, long rows) =>
        rows == 0 ? metadata : metadata.WithSchema(new StructType([.. metadata.Schema.Fields.Select(field =>
            IdentityColumn.Find(field) is { } identity && !givenColumns.Contains(field.Name, StringComparer.OrdinalIgnoreCase)
                ? identity.After(rows).ApplyTo(field)
                : field)]));

    /// <summary>A condition on the rows of the table, called <c>r</c>, and how the statement stops when a row breaks it.
    /// </summary>
    /// <param name="rule">What is broken then.</param>
    /// <param name="expression">The condition, in Spark SQL.</param>
    /// <exception cref="UnsupportedFeatureException">It cannot be carried out.</exception>
    public (string Condition, string Refusal) CheckOf(string rule, string expression) =>
        Check("checkConstraints", rule, expression);

    private static string Column(StructField field) => $"{Alias}.{SqlText.Name(field.Name)}";

    private bool HasRule(StructField field) =>
        ColumnRules.ForbidsNull(field) || ColumnRules.FindGeneration(field) is not null || IdentityColumn.Is(field)
        || (_defaults && ColumnRules.FindDefault(field) is not null) || ColumnRules.FindInvariants([field]).Any();

    private string Fill(StructField field, HashSet<string> given)
    {
        string type = DuckTypes.Stored(field.Type);
        if (given.Contains(field.Name))
        {
            return $"CAST(q.{SqlText.Name(field.Name)} AS {type})";
        }

        if (IdentityColumn.Find(field) is { } identity)
        {
            return $"CAST({SqlText.Number(identity.Next)} + (row_number() OVER () - 1) * {SqlText.Number(identity.Step)} AS BIGINT)";
        }

        return _defaults && ColumnRules.FindDefault(field) is { } expression
            ? Translate("allowColumnDefaults", $"default of the column '{field.Name}'", expression, () =>
                $"CAST({SparkCasts.Cast(ExpressionReader.Read(expression, new ExpressionScope(new StructType(), Alias, true)), field.Type).Sql} AS {type})")
            : $"CAST(NULL AS {type})";
    }

    private string Generate(StructField field)
    {
        string expression = ColumnRules.FindGeneration(field)!;
        return Translate("generatedColumns", $"generation expression of the column '{field.Name}'", expression, () =>
            SparkCasts.Cast(ExpressionReader.Read(expression, Scope(false)), field.Type).Sql);
    }

    private ExpressionScope Scope(bool allowsNow) => new(_schema, Alias, allowsNow);

    /// <summary>What must be true of a row, and how the statement stops when it is not.</summary>
    private IEnumerable<(string Condition, string Refusal)> Checks(HashSet<string> given)
    {
        foreach (StructField field in _schema.Fields.Where(ColumnRules.ForbidsNull))
        {
            yield return ($"NOT ({ColumnRules.HoldsForbiddenNull(field, Column(field))})", RuleViolation.Raise(
                field.Nullable
                    ? $"The column {field.Name} has a null where its type {field.Type} allows none."
                    : $"The column {field.Name} may not be null, but the statement gives rows in which it is.",
                []));
        }

        foreach (StructField field in _schema.Fields.Where(field => given.Contains(field.Name)))
        {
            if (ColumnRules.FindGeneration(field) is { } expression)
            {
                ExpressionScope scope = Scope(false);
                string sql = Translate("generatedColumns", $"generation expression of the column '{field.Name}'", expression, () =>
                    SparkCasts.Cast(ExpressionReader.Read(expression, scope), field.Type).Sql);
                yield return ($"{Column(field)} IS NOT DISTINCT FROM {sql}", RuleViolation.Raise(
                    $"The column {field.Name} is generated as {expression}, but a row gives another value.", Values([.. scope.Used, field.Name])));
            }
        }

        foreach ((string name, string expression) in ColumnRules.FindInvariants(_schema.Fields))
        {
            yield return Check("invariants", $"invariant of the column '{name}'", expression);
        }

        foreach ((string name, string expression) in _constraints)
        {
            yield return Check("checkConstraints", $"CHECK constraint '{name}'", expression,
                $" If the column is gone for good, drop the constraint '{name}' first.");
        }
    }

    private (string Condition, string Refusal) Check(string feature, string rule, string expression, string hint = "")
    {
        ExpressionScope scope = Scope(true);
        string condition = Translate(
            feature, rule, expression, () => ExpressionReader.ReadCondition(expression, scope), () => scope.LacksColumn ? hint : "");
        return (condition, RuleViolation.Raise($"The {rule} ({expression}) is broken.", Values(scope.Used)));
    }

    private IEnumerable<(string Name, string Sql)> Values(IEnumerable<string> columns) =>
        columns.Select(name => (name, Column(_schema.Find(name)!)));

    /// <summary>Says of whose rule it is that an expression cannot be carried out.</summary>
    private static string Translate(string feature, string rule, string expression, Func<string> translate, Func<string>? hint = null)
    {
        try
        {
            return translate();
        }
        catch (ExpressionException unknown)
        {
            throw new UnsupportedFeatureException(
                feature, $"The table's {rule} cannot be enforced, so nothing was written: {unknown.Message} It says: {expression}{hint?.Invoke()}");
        }
    }
}
