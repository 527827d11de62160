namespace Wallstreet.Cli.Output;

/// <summary>Tells how wide a screen must be for a table that can be read: numbers stay whole, and texts break between words.
/// </summary>
internal static class TableWidth
{
    /// <summary>The blanks and the line that each column takes besides its text.</summary>
    private const int FrameChars = 3;

    /// <summary>Words that are longer, such as paths, are broken.</summary>
    private const int WordCharsMax = 16;

    /// <summary>The width in characters.</summary>
    public static int Needed(RowSet set) =>
        set.Columns.Select((column, index) => FrameChars + set.Rows.Select(row => CellText.ForPeople(row[index])).Prepend(column.Name)
            .Max(text => column.RightAligned ? text.Length : LongestWord(text))).Sum();

    private static int LongestWord(string text)
    {
        int longest = 0;
        foreach (Range word in text.AsSpan().SplitAny(' ', '\n', '\r'))
        {
            longest = Math.Max(longest, word.End.GetOffset(text.Length) - word.Start.GetOffset(text.Length));
        }

        return Math.Min(longest, WordCharsMax);
    }
}
