using System.Globalization;

namespace Wallstreet.Delta.Schema;

/// <summary>A fixed-point number of up to 38 digits.</summary>
public sealed record DecimalType : DeltaType
{
    /// <summary>Creates the type.</summary>
    /// <param name="precision">Digits in all, 1 to 38.</param>
    /// <param name="scale">Digits after the point, 0 to <paramref name="precision"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is out of range.</exception>
    public DecimalType(int precision, int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 38);
        ArgumentOutOfRangeException.ThrowIfNegative(scale);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, precision);
        Precision = precision;
        Scale = scale;
    }

    /// <summary>Digits in all.</summary>
    public int Precision { get; }

    /// <summary>Digits after the point.</summary>
    public int Scale { get; }

    /// <inheritdoc/>
    public override string DisplayName => string.Create(CultureInfo.InvariantCulture, $"decimal({Precision},{Scale})");
}
