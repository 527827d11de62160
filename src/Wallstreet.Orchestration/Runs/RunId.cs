using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Wallstreet.Orchestration.Runs;

/// <summary>
/// The name of a run: 1 to 40 lower-case letters, digits and hyphens. New ids are 16 characters of Crockford's base 32
/// that sort by the millisecond at which they were made.
/// </summary>
public readonly record struct RunId : IComparable<RunId>
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeDigits = 9;
    private const int RandomDigits = 7;

    private readonly string? _value;

    /// <summary>Makes an id from its text.</summary>
    /// <exception cref="FormatException">The text is not a run id.</exception>
    public RunId(string value)
    {
        if (!IsValid(value))
        {
            throw new FormatException($"\"{value}\" is not a run id: it has 1 to 40 lower-case letters, digits and hyphens.");
        }

        _value = value;
    }

    /// <summary>The id as text.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes a new id at the time of <paramref name="time"/>.</summary>
    public static RunId New(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        long milliseconds = time.GetUtcNow().ToUnixTimeMilliseconds();
        return new RunId(string.Create(TimeDigits + RandomDigits, milliseconds, static (text, rest) =>
        {
            for (int i = TimeDigits - 1; i >= 0; i--)
            {
                text[i] = Digits[(int)(rest & 31)];
                rest >>= 5;
            }

            RandomNumberGenerator.GetItems(Digits.AsSpan(), text[TimeDigits..]);
        }));
    }

    /// <summary>Reads an id; false when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id)
    {
        id = IsValid(text) ? new RunId(text!) : default;
        return id._value is not null;
    }

    /// <inheritdoc />
    public int CompareTo(RunId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc />
    public override string ToString() => Value;

#pragma warning disable CS1591 // An ordinal order, as CompareTo says.
    public static bool operator <(RunId left, RunId right) => left.CompareTo(right) < 0;

    public static bool operator >(RunId left, RunId right) => left.CompareTo(right) > 0;

    public static bool operator <=(RunId left, RunId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RunId left, RunId right) => left.CompareTo(right) >= 0;
#pragma warning restore CS1591

    private static bool IsValid(string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > 40)
        {
            return false;
        }

        foreach (char c in value)
        {
            if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}
