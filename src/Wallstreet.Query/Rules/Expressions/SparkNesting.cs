using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>Spark's ways into nested values.</summary>
internal static class SparkNesting
{
    public static TypedSql Field(TypedSql value, string name)
    {
        if (value.Type is not StructType structure)
        {
            throw new ExpressionException($"'.{name}' needs a struct, not {value.Type}.");
        }

        StructField field = structure.Find(name) ?? throw new ExpressionException(
            $"There is no field '{name}' in {structure}.");
        return new TypedSql($"struct_extract({value.Sql}, {SqlText.Text(field.Name)})", field.Type);
    }

    /// <summary>An element by its place from 0, or a value by its key; null where there is none.</summary>
    public static TypedSql Item(TypedSql value, TypedSql key) => value.Type switch
    {
        ArrayType array when SparkTypes.IsWhole(key.Type) =>
            new TypedSql($"CASE WHEN {key.Sql} >= 0 AND {key.Sql} < 2147483647 THEN ({value.Sql})[CAST({key.Sql} AS BIGINT) + 1] END", array.ElementType),
        MapType map when key.Type == map.KeyType || (SparkTypes.IsWhole(key.Type) && SparkTypes.IsWhole(map.KeyType)) => new TypedSql(
            $"map_extract_value({value.Sql}, {SparkTypes.Coerce(key, map.KeyType, "A key").Sql})", map.ValueType),
        _ => throw new ExpressionException($"'[...]' needs an array and a whole number, or a map and a key of its type, not {value.Type} and {key.Type}."),
    };
}
