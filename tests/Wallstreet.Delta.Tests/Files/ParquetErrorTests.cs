using ParquetSharp;
using Wallstreet.Delta.Files;

namespace Wallstreet.Delta.Tests.Files;

public sealed class ParquetErrorTests
{
    [Theory]
    [InlineData(3, "Parquet file size is 3 bytes, smaller than the minimum file footer (8 bytes)")]
    [InlineData(300, "Parquet magic bytes not found in footer. Either the file is corrupted or this is not a parquet file")]
    public void What_the_Parquet_library_says_is_told_without_the_names_of_its_types(int length, string reason)
    {
        using MemoryStream content = new(new byte[length]);
        using ParquetSharp.IO.ManagedRandomAccessFile input = new(content);

        ParquetException error = Assert.Throws<ParquetException>(() => new ParquetFileReader(input));

        Assert.Contains("(message: '", error.Message, StringComparison.Ordinal);
        Assert.Equal(reason, ParquetErrors.Reason(error));
    }

    [Theory]
    [InlineData("Its footer ends too soon.", "Its footer ends too soon")]
    [InlineData("a (message: 'b') and more", "a (message: 'b') and more")]
    [InlineData("N1xE (message: 'IOError: it's gone: here\nand there.')", "it's gone: here\nand there")]
    public void Other_texts_stay_as_they_are(string message, string reason) =>
        Assert.Equal(reason, ParquetErrors.Reason(new InvalidDataException(message)));
}
