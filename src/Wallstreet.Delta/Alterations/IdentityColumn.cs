using System.Text.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>How a column gets numbers of its own. Protocol section "Identity Columns".</summary>
/// <param name="Start">The first number.</param>
/// <param name="Step">How far each number is from the one before; never 0.</param>
/// <param name="HighWaterMark">The last number given; <see langword="null"/> if none was.</param>
/// <param name="AllowsExplicitInsert">Whether writers may give numbers of their own.</param>
public sealed record IdentityColumn(long Start, long Step, long? HighWaterMark, bool AllowsExplicitInsert)
{
    private const string Prefix = "delta.identity.";
    private const string StartKey = Prefix + "start";
    private const string StepKey = Prefix + "step";
    private const string MarkKey = Prefix + "highWaterMark";
    private const string ExplicitKey = Prefix + "allowExplicitInsert";

    /// <summary>The number that the next row gets.</summary>
    /// <exception cref="OverflowException">There is none that a <c>long</c> holds.</exception>
    public long Next => HighWaterMark is { } mark && IsAtLeast(mark, Start) ? checked(RoundUp(mark) + Step) : Start;

    /// <summary>Whether a column gives numbers.</summary>
    /// <param name="field">The column.</param>
    /// <returns>Whether it does.</returns>
    public static bool Is(StructField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Metadata.Keys.Any(static key => key.StartsWith(Prefix, StringComparison.Ordinal));
    }

    /// <summary>Reads how a column gets its numbers.</summary>
    /// <param name="field">The column.</param>
    /// <returns>How; <see langword="null"/> if it is no identity column.</returns>
    /// <exception cref="DeltaLogException">The column's facts are damaged.</exception>
    public static IdentityColumn? Find(StructField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        if (!Is(field))
        {
            return null;
        }

        if (Number(field, StartKey) is not { } start || Number(field, StepKey) is not (not 0 and { } step)
            || field.Type != PrimitiveType.Long)
        {
            throw new DeltaLogException(
                $"The identity column '{field.Name}' is damaged: it must be a long, with a number as {StartKey} and a number "
                + $"other than 0 as {StepKey}.");
        }

        bool isExplicit = field.Metadata.TryGetValue(ExplicitKey, out JsonElement value) && value.ValueKind == JsonValueKind.True;
        return new IdentityColumn(start, step, Number(field, MarkKey), isExplicit);
    }

    /// <summary>A column with these facts.</summary>
    /// <param name="field">The column, a <c>long</c>.</param>
    /// <returns>It, as identity column.</returns>
    public StructField ApplyTo(StructField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentOutOfRangeException.ThrowIfZero(Step);
        if (field.Type != PrimitiveType.Long)
        {
            throw new SchemaMismatchException(
                $"The column '{field.Name}' cannot be an identity column: its type is {field.Type}, and only bigint is allowed.");
        }

        Dictionary<string, JsonElement> metadata = new(field.Metadata)
        {
            [StartKey] = JsonSerializer.SerializeToElement(Start, SchemaJsonContext.Default.Int64),
            [StepKey] = JsonSerializer.SerializeToElement(Step, SchemaJsonContext.Default.Int64),
            [ExplicitKey] = JsonSerializer.SerializeToElement(AllowsExplicitInsert, SchemaJsonContext.Default.Boolean),
        };
        if (HighWaterMark is { } mark)
        {
            metadata[MarkKey] = JsonSerializer.SerializeToElement(mark, SchemaJsonContext.Default.Int64);
        }

        return field with { Metadata = metadata };
    }

    /// <summary>These facts after rows got numbers.</summary>
    /// <param name="rows">How many rows did.</param>
    /// <returns>The facts with the last number given.</returns>
    /// <exception cref="OverflowException">The numbers did not fit into a <c>long</c>.</exception>
    public IdentityColumn After(long rows) =>
        rows == 0 ? this : this with { HighWaterMark = checked(Next + ((rows - 1) * Step)) };

    /// <summary>A mark that somebody's explicit value or another tool left between two numbers counts as the next one.</summary>
    private long RoundUp(long mark)
    {
        long offset = checked(mark - Start);
        return offset % Step == 0 ? mark : checked(Start + (Step * ((offset / Step) + 1)));
    }

    private bool IsAtLeast(long mark, long start) => Step > 0 ? mark >= start : mark <= start;

    private static long? Number(StructField field, string key) =>
        field.Metadata.TryGetValue(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt64(out long number) ? number : null;
}
