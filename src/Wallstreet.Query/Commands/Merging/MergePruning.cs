using System.Text.Json;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Parsing;
using Wallstreet.Query.Pruning;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Commands.Merging;

/// <summary>
/// Finds out of a MERGE's condition and of the source's rows which files of the table may hold a row that matches: keys
/// lie between the source's least and greatest, partition values are among the source's.
/// </summary>
internal sealed class MergePruning(CommandSession session, MergePlan plan)
{
    /// <summary>Up to how many distinct keys are asked for one by one; beyond, only their bounds are.</summary>
    private const int KeysMax = 200;

    private readonly StructType _schema = session.Snapshot.Schema;

    /// <summary>A condition that holds for each row of the table which can match; <see langword="null"/> if nothing is known.</summary>
    public async Task<Predicate?> FindAsync(CancellationToken cancellationToken)
    {
        List<Predicate> known = [];
        if (new PredicateReader(_schema, session.Command.Read.Parameters, session.Qualifiers, alone: false)
            .Read(plan.On.Node).Predicate is { } own)
        {
            known.Add(own);
        }

        foreach ((StructField key, StructField column) in Keys())
        {
            if (await ReadKeysAsync(key, column, cancellationToken).ConfigureAwait(false) is { } range)
            {
                known.Add(range);
            }
        }

        return known.Count == 0 ? null : Predicate.AllOf(known);
    }

    /// <summary>The pairs of a column of the table and one of the source that rows must agree in to match.</summary>
    public IEnumerable<(StructField Key, StructField Column)> Keys()
    {
        foreach (JsonElement condition in Conjuncts(plan.On.Node))
        {
            if (condition.Text("type") == "COMPARE_EQUAL" && condition.Child("left") is { } left
                && condition.Child("right") is { } right)
            {
                if ((Own(left), Given(right)) is ({ } key, { } column))
                {
                    yield return (key, column);
                }
                else if ((Own(right), Given(left)) is ({ } other, { } given))
                {
                    yield return (other, given);
                }
            }
        }
    }

    private static IEnumerable<JsonElement> Conjuncts(JsonElement node) => node.Text("type") == "CONJUNCTION_AND"
        ? node.Items("children").SelectMany(Conjuncts)
        : [node];

    private StructField? Own(JsonElement node) => Names(node) switch
    {
        [var name] => Given(name) is null ? _schema.Find(name) : null,
        [.. var qualifier, var name] when session.Qualifiers.Contains(
            string.Join('.', qualifier), StringComparer.OrdinalIgnoreCase) => _schema.Find(name),
        _ => null,
    };

    private StructField? Given(JsonElement node) => Names(node) switch
    {
        [var name] => _schema.Find(name) is null ? Given(name) : null,
        [.., var qualifier, var name] when SqlText.Name(qualifier).Equals(
            plan.Source.Alias, StringComparison.OrdinalIgnoreCase) => Given(name),
        _ => null,
    };

    private StructField? Given(string name) => plan.Source.Columns.FirstOrDefault(
        column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string[]? Names(JsonElement node) => node.Text("class") == "COLUMN_REF"
        ? [.. node.Items("column_names").Select(static name => name.GetString()!)]
        : null;

    private async Task<Predicate?> ReadKeysAsync(
        StructField key, StructField column, CancellationToken cancellationToken)
    {
        if (!Compares(key.Type, column.Type))
        {
            return null;
        }

        string name = SqlText.Name(column.Name);
        IReadOnlyList<object?[]> keys = await session.ReadAsync(
            $"SELECT DISTINCT {name}::VARCHAR FROM {plan.Source.Table} WHERE {name} IS NOT NULL LIMIT {KeysMax + 1}",
            cancellationToken).ConfigureAwait(false);
        if (keys.Count <= KeysMax)
        {
            Literal?[] values = [.. keys.Select(row => Read(key.Type, row[0]))];
            return Array.TrueForAll(values, static value => value is not null)
                ? new Predicate.In(key.Name, [.. values.Select(static value => value!)])
                : null;
        }

        IReadOnlyList<object?[]> bounds = await session.ReadAsync(
            $"SELECT min({name})::VARCHAR, max({name})::VARCHAR FROM {plan.Source.Table}", cancellationToken)
            .ConfigureAwait(false);
        return Read(key.Type, bounds[0][0]) is { } least && Read(key.Type, bounds[0][1]) is { } greatest
            ? Predicate.AllOf(
                new Predicate.Comparison(key.Name, ComparisonOperator.GreaterOrEqual, least),
                new Predicate.Comparison(key.Name, ComparisonOperator.LessOrEqual, greatest))
            : null;
    }

    /// <summary>Whether DuckDB compares the two as the log does; floating numbers, with their NaN, are left to DuckDB.</summary>
    private static bool Compares(DeltaType key, DeltaType column) =>
        (IsWhole(key) && IsWhole(column))
        || (key == column && (key is DecimalType || key is PrimitiveType
        {
            Kind: PrimitiveKind.String or PrimitiveKind.Date or PrimitiveKind.Timestamp or PrimitiveKind.TimestampNtz
                or PrimitiveKind.Boolean,
        }));

    private static bool IsWhole(DeltaType type) => type is PrimitiveType
    {
        Kind: PrimitiveKind.Long or PrimitiveKind.Integer or PrimitiveKind.Short or PrimitiveKind.Byte,
    };

    private static Literal? Read(DeltaType type, object? value)
    {
        if (value is not string text)
        {
            return null;
        }

        string plain = type == PrimitiveType.Timestamp && text.EndsWith("+00", StringComparison.Ordinal) ? text[..^3] : text;
        return type == PrimitiveType.String ? Literal.Of(text)
            : IsWhole(type) ? Literal.Of(plain).TryCast(PrimitiveType.Long)
            : Literal.Of(plain).TryCast(type);
    }
}
