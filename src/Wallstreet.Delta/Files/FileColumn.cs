namespace Wallstreet.Delta.Files;

/// <summary>A column of a data file, or a part of one, as the file itself names it.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="FieldId">The id in the file, or <see langword="null"/>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Children">Its parts: the columns of a group, the element of a list, key and value of a map.</param>
/// <param name="Encoding">The physical and logical type of a single value; what the file says of a group.</param>
public sealed record FileColumn(
    string Name, int? FieldId, FileColumnKind Kind, IReadOnlyList<FileColumn> Children, string Encoding)
{
    /// <summary>Everything about the column in one text: two columns that read the same have the same.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Kind == FileColumnKind.Value
        ? $"{Name}#{FieldId}:{Encoding}"
        : $"{Name}#{FieldId}:{Kind}{Encoding}({string.Join(',', Children)})";
}
