using System.Globalization;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Maintenance.Conversion;

/// <summary>The partition columns of a folder of files: which there are, of which type, and what each file's values are as
/// the log holds them.</summary>
internal sealed class PartitionLayout
{
    private PartitionLayout(IReadOnlyList<StructField> columns)
    {
        Columns = columns;
    }

    public IReadOnlyList<StructField> Columns { get; }

    /// <summary>Takes the columns that were given, or finds their types by their values.</summary>
    /// <exception cref="SchemaMismatchException">The files disagree with each other, or with what was given.</exception>
    public static PartitionLayout Of(IReadOnlyList<string> keys, StructType? given)
    {
        List<List<(string Column, string? Value)>> all = [.. keys.Select(HivePath.Read)];
        string[] names = [.. all[0].Select(static item => item.Column)];
        for (int index = 1; index < keys.Count; index++)
        {
            if (!all[index].Select(static item => item.Column).SequenceEqual(names))
            {
                throw new SchemaMismatchException(
                    $"'{keys[0]}' lies in folders of the partition columns [{string.Join(", ", names)}] and '{keys[index]}' in those "
                    + $"of [{string.Join(", ", all[index].Select(static item => item.Column))}]. Move one of them. Nothing was written.");
            }
        }

        if (given is not null)
        {
            RequireSame(names, given);
            return new PartitionLayout([.. names.Select(name => given.Find(name)! with { Name = name })]);
        }

        return new PartitionLayout([.. names.Select((name, column) => new StructField(
            name, Infer([.. all.Select(values => values[column].Value).Where(static value => value is not null).Select(static value => value!)])))]);
    }

    /// <summary>The values of a file as the log holds them.</summary>
    public Dictionary<string, string?> Read(string key)
    {
        Dictionary<string, string?> values = new(StringComparer.Ordinal);
        foreach ((string column, string? text) in HivePath.Read(key))
        {
            DeltaType type = Columns.First(field => field.Name == column).Type;
            values[column] = text is null
                ? null
                : PartitionText.TryParse(text, type) is { } value
                    ? PartitionText.Write(value)
                    : throw new SchemaMismatchException(
                        $"The folder of '{key}' says {column}={text}, which is no {type}. Name another type for the partition "
                        + "column. Nothing was written.");
        }

        return values;
    }

    private static void RequireSame(string[] names, StructType given)
    {
        if (names.Length != given.Fields.Count || names.Any(name => given.Find(name) is null))
        {
            throw new SchemaMismatchException(
                $"The partition columns [{string.Join(", ", given.Fields.Select(static field => field.Name))}] were given, and the "
                + $"files' folders have [{string.Join(", ", names)}]. Give those. Nothing was written.");
        }
    }

    /// <summary>Whole numbers and dates are told by their canonical form; everything else stays text.</summary>
    private static PrimitiveType Infer(string[] values)
    {
        if (values.Length == 0)
        {
            return PrimitiveType.String;
        }

        if (values.All(IsWhole))
        {
            return values.All(static value => int.TryParse(value, CultureInfo.InvariantCulture, out _))
                ? PrimitiveType.Integer
                : PrimitiveType.Long;
        }

        return values.All(static value => DateOnly.TryParseExact(
            value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            ? PrimitiveType.Date
            : PrimitiveType.String;
    }

    private static bool IsWhole(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
        && number.ToString(CultureInfo.InvariantCulture) == value;
}
