using System.Text;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.Rewriting;

/// <summary>A statement ready for DuckDB, and the way back from a place in it to the user's text.</summary>
internal sealed record RewrittenSql(byte[] Original, byte[] Bytes, IReadOnlyList<SqlEdit> Edits)
{
    /// <summary>The statement, without semicolons at its end, so that it can be put into brackets.</summary>
    public string Sql { get; } = Encoding.UTF8.GetString(Bytes);

    /// <summary>The statement inside of another, with the way back kept.</summary>
    public RewrittenSql Within(string prefix, string suffix)
    {
        byte[] before = Encoding.UTF8.GetBytes(prefix);
        return new RewrittenSql(
            Original, [.. before, .. Bytes, .. Encoding.UTF8.GetBytes(suffix)], [new SqlEdit(0, 0, before), .. Edits]);
    }

    /// <summary>The line and the character in the user's text of a byte of the rewritten one.</summary>
    public (int Line, int Column) FindOriginal(int offset)
    {
        int shift = 0;
        foreach (SqlEdit edit in Edits)
        {
            int start = edit.Start + shift;
            if (offset < start)
            {
                break;
            }

            if (offset < start + edit.Replacement.Length || (offset == start && edit.Replacement.Length == 0))
            {
                return SqlPlace.Find(Original, edit.Start);
            }

            shift += edit.Replacement.Length - (edit.End - edit.Start);
        }

        return SqlPlace.Find(Original, offset - shift);
    }
}

/// <summary>The replacement of some bytes of a text.</summary>
internal readonly record struct SqlEdit(int Start, int End, byte[] Replacement);
