using System.Text;

namespace Wallstreet.Lakehouse.Import.Files;

/// <summary>The encoding of a text file.</summary>
/// <param name="Encoding">Decodes it.</param>
/// <param name="Name">Its name.</param>
/// <param name="MarkBytes">How many bytes of byte order mark the file begins with.</param>
internal sealed record TextEncoding(Encoding Encoding, string Name, int MarkBytes)
{
    private static readonly (byte[] Mark, Encoding Encoding, string Name)[] _marks =
    [
        ([0xEF, 0xBB, 0xBF], new UTF8Encoding(false), "utf-8"),
        ([0xFF, 0xFE, 0x00, 0x00], new UTF32Encoding(false, false), "utf-32"),
        ([0xFF, 0xFE], new UnicodeEncoding(false, false), "utf-16"),
        ([0xFE, 0xFF], new UnicodeEncoding(true, false), "utf-16be"),
    ];

    /// <summary>Tells the encoding of a file by its mark, then by whether all of it is UTF-8.</summary>
    /// <exception cref="ImportException">The encoding asked for does not exist.</exception>
    public static TextEncoding Tell(string? forced, InputFile file, Fingerprint print, ICollection<string> notes)
    {
        foreach ((byte[] mark, Encoding encoding, string name) in _marks)
        {
            if (print.Start.AsSpan().StartsWith(mark))
            {
                return new TextEncoding(encoding, name, mark.Length);
            }
        }

        if (forced is not null)
        {
            return new TextEncoding(Named(forced), forced.ToLowerInvariant(), 0);
        }

        if (FindUnmarkedUtf16(print.Start) is { } wide)
        {
            notes.Add($"{file.DisplayPath}: read as {wide.Name}, as every other byte is zero and there is no byte order mark.");
            return wide;
        }

        if (print.Utf8Errors == 0)
        {
            return new TextEncoding(new UTF8Encoding(false), "utf-8", 0);
        }

        if (print.Utf8Sequences >= print.Utf8Errors)
        {
            notes.Add($"{file.DisplayPath}: encodings are mixed: mostly UTF-8, but {print.Utf8Errors} bytes are not. Records with "
                + "such bytes went to quarantine; --encoding latin1 reads all of it as Latin-1.");
            return new TextEncoding(new UTF8Encoding(false), "utf-8", 0);
        }

        notes.Add($"{file.DisplayPath}: read as Latin-1, as {print.Utf8Errors} bytes are not UTF-8. --encoding forces another.");
        return new TextEncoding(Encoding.Latin1, "latin1", 0);
    }

    private static TextEncoding? FindUnmarkedUtf16(byte[] start)
    {
        int pairs = start.Length / 2;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < pairs; i++)
        {
            even += start[2 * i] == 0 ? 1 : 0;
            odd += start[(2 * i) + 1] == 0 ? 1 : 0;
        }

        return pairs < 8 ? null
            : odd > pairs * 3 / 4 && even == 0 ? new TextEncoding(new UnicodeEncoding(false, false), "utf-16", 0)
            : even > pairs * 3 / 4 && odd == 0 ? new TextEncoding(new UnicodeEncoding(true, false), "utf-16be", 0)
            : null;
    }

    private static Encoding Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException error)
        {
            throw new ImportException($"There is no encoding {name}. Known are utf-8, utf-16, utf-16be, utf-32, latin1, us-ascii.", error);
        }
    }
}
