namespace Wallstreet.Lakehouse.Import.Files;

/// <summary>A file to be imported.</summary>
/// <param name="FullPath">Where it is.</param>
/// <param name="DisplayPath">How the source column and messages name it: relative to the folder that was given.</param>
/// <param name="Format">What it is.</param>
internal sealed record InputFile(string FullPath, string DisplayPath, InputFormat Format)
{
    /// <summary>Fills a file's names into a text.</summary>
    public string Fill(string template) => template
        .Replace("{name}", Path.GetFileNameWithoutExtension(FullPath), StringComparison.Ordinal)
        .Replace("{file}", Path.GetFileName(FullPath), StringComparison.Ordinal)
        .Replace("{folder}", Path.GetFileName(Path.GetDirectoryName(FullPath)) ?? "", StringComparison.Ordinal);
}
