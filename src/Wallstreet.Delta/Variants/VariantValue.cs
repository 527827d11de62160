using Wallstreet.Delta.Variants.Binary;

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

    /// <summary>The variant of a JSON text, as Spark's <c>parse_json</c> makes it: whole numbers as small integers, other
    /// numbers without exponent as exact decimals of up to 38 digits, all else as doubles.</summary>
    /// <param name="json">JSON in UTF-8.</param>
    /// <returns>Its names, and its bytes.</returns>
    /// <exception cref="DataFileException">The text is no JSON, has a name twice in one object, is deeper than 1,000
    /// levels, or would take more than 16 MiB.</exception>
    public static (byte[] Metadata, byte[] Value) FromJson(ReadOnlySpan<byte> json)
    {
        VariantEncoder encoder = new();
        try
        {
            encoder.Encode(json);
            return (encoder.Metadata.ToArray(), encoder.Value.ToArray());
        }
        catch (VariantFormatException exception)
        {
            throw new DataFileException(
                $"A text cannot become a variant: {exception.Message}. Give JSON; a text by itself stands in quotes.", exception);
        }
    }
}
