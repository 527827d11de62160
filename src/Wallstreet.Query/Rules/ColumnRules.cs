using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules;

/// <summary>The rules that a column's own definition holds.</summary>
internal static class ColumnRules
{
    private const string InvariantKey = "delta.invariants";

    /// <summary>The expression that makes a column, or <see langword="null"/>.</summary>
    public static string? FindGeneration(StructField field) => Text(field, "delta.generationExpression");

    /// <summary>The expression for rows that give a column no value, or <see langword="null"/>.</summary>
    public static string? FindDefault(StructField field) => Text(field, "CURRENT_DEFAULT");

    /// <summary>Whether a column gets a value where rows bring none.</summary>
    public static bool IsFilled(StructField field) =>
        FindGeneration(field) is not null || FindDefault(field) is not null || IdentityColumn.Is(field);

    /// <summary>The invariants of columns and their fields.</summary>
    /// <exception cref="DeltaLogException">One is damaged.</exception>
    public static IEnumerable<(string Column, string Expression)> FindInvariants(IEnumerable<StructField> fields)
    {
        foreach (StructField field in fields)
        {
            if (Text(field, InvariantKey) is { } invariant)
            {
                yield return (field.Name, ReadInvariant(field.Name, invariant));
            }

            if (field.Type is StructType structure)
            {
                foreach ((string name, string expression) in FindInvariants(structure.Fields))
                {
                    yield return ($"{field.Name}.{name}", expression);
                }
            }
        }
    }

    /// <summary>Whether a column, or something within it, may not be null.</summary>
    public static bool ForbidsNull(StructField field) => !field.Nullable || ForbidsNull(field.Type);

    /// <summary>DuckDB's SQL for whether a value has a null where none may be. A struct that is null has no fields.
    /// </summary>
    public static string HoldsForbiddenNull(StructField field, string value) =>
        Part(field.Nullable, field.Type, value, 0);

    private static bool ForbidsNull(DeltaType type) => type switch
    {
        StructType structure => structure.Fields.Any(ForbidsNull),
        ArrayType array => !array.ContainsNull || ForbidsNull(array.ElementType),
        MapType map => !map.ValueContainsNull || ForbidsNull(map.ValueType) || ForbidsNull(map.KeyType),
        _ => false,
    };

    private static string Inner(DeltaType type, string value, int depth) => type switch
    {
        StructType structure => string.Join(" OR ", structure.Fields.Where(ForbidsNull).Select(
            field => Part(field.Nullable, field.Type, $"struct_extract({value}, {SqlText.Text(field.Name)})", depth))),
        ArrayType array => Any(array.ContainsNull, array.ElementType, value, depth),
        MapType map => string.Join(" OR ", ((string[])
        [
            ForbidsNull(map.KeyType) ? Any(true, map.KeyType, $"map_keys({value})", depth) : "",
            !map.ValueContainsNull || ForbidsNull(map.ValueType)
                ? Any(map.ValueContainsNull, map.ValueType, $"map_values({value})", depth) : "",
        ]).Where(static part => part.Length > 0)),
        _ => "false",
    };

    private static string Any(bool nullable, DeltaType type, string list, int depth)
    {
        string element = $"e{SqlText.Number(depth)}";
        return $"len(list_filter({list}, lambda {element}: {Part(nullable, type, element, depth + 1)})) > 0";
    }

    private static string Part(bool nullable, DeltaType type, string value, int depth)
    {
        string inner = ForbidsNull(type) ? $"({value} IS NOT NULL AND ({Inner(type, value, depth)}))" : "";
        return nullable ? inner : inner.Length == 0 ? $"{value} IS NULL" : $"({value} IS NULL OR {inner})";
    }

    private static string ReadInvariant(string column, string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("expression").GetProperty("expression").GetString()
                ?? throw new DeltaLogException($"The invariant of the column '{column}' has no expression: {json}");
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new DeltaLogException($"The invariant of the column '{column}' is damaged: {json}", damaged);
        }
    }

    private static string? Text(StructField field, string key) =>
        field.Metadata.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
