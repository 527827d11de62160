namespace Wallstreet.Delta.Variants;

/// <summary>Variants outside of Arrow arrays. Protocol section "Variant Data Type".</summary>
public static class VariantValue
{
    /// <summary>The JSON text of a variant that is not shredded.</summary>
    /// <param name="metadata">Its names.</param>
    /// <param name="value">Its bytes.</param>
    /// <returns>JSON in UTF-8: numbers with the digits that they have; days, times and bytes as text.</returns>
    /// <exception cref="DataFileException">The bytes break the format.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> metadata, ReadOnlySpan<byte> value)
    {
        try
        {
            return VariantTexts.Of(metadata, value);
        }
        catch (VariantFormatException exception)
        {
            throw new DataFileException(
                $"A variant cannot be read: {exception.Message}. Its writer broke the format, or its file is damaged.",
                exception);
        }
    }
}
