namespace Wallstreet.Orchestration.Partitions;

/// <summary>
/// The name of one partition of an asset, for example <c>2020-03-16</c> or <c>AAPL</c>. It has no <c>..</c>, comma, square
/// bracket, control character or outer blank, so that ranges, lists and step keys can be written with it.
/// </summary>
public readonly record struct PartitionKey : IComparable<PartitionKey>
{
    /// <summary>The longest value accepted, in characters.</summary>
    public const int LengthMax = 200;

    private readonly string? _value;

    /// <summary>Makes a key.</summary>
    /// <exception cref="InvalidPartitionKeyException">The value breaks the rules above.</exception>
    public PartitionKey(string value)
    {
        if (FindFault(value) is { } fault)
        {
            throw new InvalidPartitionKeyException(value, fault);
        }

        _value = value;
    }

    /// <summary>The name.</summary>
    public string Value => _value ?? "";

    /// <inheritdoc />
    public int CompareTo(PartitionKey other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

#pragma warning disable CS1591 // An ordinal order, as CompareTo says.
    public static bool operator <(PartitionKey left, PartitionKey right) => left.CompareTo(right) < 0;

    public static bool operator >(PartitionKey left, PartitionKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(PartitionKey left, PartitionKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PartitionKey left, PartitionKey right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591

    private static string? FindFault(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "it is empty";
        }

        if (value.Length > LengthMax)
        {
            return $"it has {value.Length} characters; at most {LengthMax} are allowed";
        }

        if (value[0] == ' ' || value[^1] == ' ')
        {
            return "it starts or ends with a blank";
        }

        if (value.Contains("..", StringComparison.Ordinal))
        {
            return "'..' is kept for ranges";
        }

        foreach (char c in value)
        {
            if (c is ',' or '[' or ']' || char.IsControl(c))
            {
                return char.IsControl(c) ? "it contains a control character" : $"'{c}' is not allowed";
            }
        }

        return null;
    }
}
