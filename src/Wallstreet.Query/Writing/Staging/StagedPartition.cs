using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Writing.Staging;

/// <summary>The partition of a staged file as the log has it. Protocol section "Partition Value Serialization".</summary>
internal static class StagedPartition
{
    /// <summary>The values by physical name; an empty text is null.</summary>
    /// <exception cref="QueryFailedException">The log cannot hold one.</exception>
    public static Dictionary<string, string?> ValuesOf(StagedFile file, TargetSchema target) =>
        target.Partitions.ToDictionary(
            field => field.GetPhysicalName(target.Mapping),
            field => Text(field, file.PartitionValues.GetValueOrDefault(field.Name)));

    private static string? Text(StructField field, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return null;
        }

        string plain = value switch
        {
            "inf" or "-inf" when field.Type == PrimitiveType.Double || field.Type == PrimitiveType.Float =>
                value.Replace("inf", "Infinity", StringComparison.Ordinal),
            _ when field.Type == PrimitiveType.Timestamp && value.EndsWith("+00", StringComparison.Ordinal) => value[..^3],
            _ => value,
        };
        return field.Type == PrimitiveType.String ? value : Literal.Of(plain).TryCast(field.Type)?.ToString()
            ?? throw new QueryFailedException(
                $"The value {value} cannot be a partition of the column {field.Name} ({field.Type.DisplayName}).");
    }
}
