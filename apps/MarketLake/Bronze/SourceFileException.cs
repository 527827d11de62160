using System.Globalization;

namespace MarketLake.Bronze;

/// <summary>A source file is absent or has another shape than its source documents.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The line, from 1; 0 for the whole file.</param>
/// <param name="fault">What is wrong, as half a sentence.</param>
public sealed class SourceFileException(string file, int line, string fault)
    : IOException(string.Create(CultureInfo.InvariantCulture, $"{file}{(line > 0 ? $"({line})" : "")}: {fault}."));
