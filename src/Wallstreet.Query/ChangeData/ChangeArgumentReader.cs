using System.Text;
using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Query.Parsing;

namespace Wallstreet.Query.ChangeData;

/// <summary>Reads the arguments of <c>table_changes('name-or-location', from => 3, to => 7)</c>.</summary>
internal static class ChangeArgumentReader
{
    private const string Usage =
        "Write table_changes('silver.prices', from => 3, to => 7); from and to are versions or times, to may be left out.";

    /// <summary>Names of arguments that the grammar takes for keywords, and what stands for them: as many letters.
    /// </summary>
    private static readonly (string Name, string Alias)[] _renamed = [("from", "fro_"), ("to", "t_")];

    /// <summary>The text with names of arguments that the grammar would not take replaced.</summary>
    public static byte[] WithoutKeywords(byte[] text, SqlTokens tokens)
    {
        byte[] renamed = text;
        for (int index = 0; index + 1 < tokens.Count; index++)
        {
            if (!tokens.Is(index, SqlFunctions.TableChanges) || !tokens.Is(index + 1, "("))
            {
                continue;
            }

            for (int inner = index + 2; inner < tokens.Count && !tokens.Is(inner, ")"); inner++)
            {
                (string Name, string Alias) found = Array.Find(_renamed, pair => tokens.Is(inner, pair.Name));
                if (found.Name is not null && tokens.Is(inner - 1, ",") && tokens.Is(inner + 1, "="))
                {
                    renamed = ReferenceEquals(renamed, text) ? [.. text] : renamed;
                    Encoding.UTF8.GetBytes(found.Alias).CopyTo(renamed, tokens[inner].Start);
                }
            }
        }

        return renamed;
    }

    /// <summary>Reads a call.</summary>
    /// <param name="tree">The statement.</param>
    /// <param name="function">The call's node.</param>
    public static ChangeArguments Read(SqlTree tree, JsonElement function)
    {
        PinReader reader = new(tree);
        JsonElement[] nodes = [.. function.Items("children")];
        if (nodes.Length == 0 || PinReader.Constant(nodes[0]) is not { ValueKind: JsonValueKind.String } source)
        {
            throw reader.Wrong(function, "table_changes needs the table's name or location as a text.", Usage);
        }

        ChangeArguments arguments = new(source.GetString()!);
        for (int index = 1; index < nodes.Length; index++)
        {
            (string name, JsonElement value) = PinReader.FindName(nodes[index])
                ?? (index switch { 1 => "from", 2 => "to", _ => "" }, nodes[index]);
            arguments = With(arguments, name, value, reader);
        }

        return arguments is { From: null, FromParameter: null }
            ? throw reader.Wrong(function, "table_changes needs to know from where on.", Usage)
            : arguments;
    }

    private static ChangeArguments With(ChangeArguments arguments, string name, JsonElement value, PinReader reader)
    {
        string known = Array.Find(_renamed, pair => pair.Alias == name).Name ?? name.ToLowerInvariant();
        string? parameter = value.Text("class") == "PARAMETER" ? value.Text("identifier") : null;
        switch (known)
        {
            case "from" when parameter is not null:
                return arguments with { FromParameter = parameter };
            case "to" when parameter is not null:
                return arguments with { ToParameter = parameter };
            case "from":
                return arguments with { From = ReadPoint(value, known, reader) };
            case "to":
                return arguments with { To = ReadPoint(value, known, reader) };
            case "infer" when ReadFlag(value) is { } flag:
                return arguments with { Infer = flag };
            case "infer":
                throw reader.Wrong(value, "'infer' is true or false.", Usage);
            default:
                throw reader.Wrong(value, $"table_changes has no argument '{name}'.", Usage);
        }
    }

    private static HistoryPoint ReadPoint(JsonElement value, string name, PinReader reader)
    {
        JsonElement? constant = PinReader.Constant(Bare(value));
        string? text = constant is { ValueKind: JsonValueKind.Number or JsonValueKind.String } plain ? plain.ToString() : null;
        return HistoryPoint.TryParse(text, out HistoryPoint? point)
            ? point
            : throw reader.Wrong(value, $"'{name}' needs a version or a time as a plain value.", Usage);
    }

    private static bool? ReadFlag(JsonElement value) => PinReader.Constant(Bare(value)) switch
    {
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text => text.GetString() switch
        {
            "t" or "true" => true,
            "f" or "false" => false,
            _ => null,
        },
        _ => null,
    };

    /// <summary>The value without a type around it, such as <c>TIMESTAMP '…'</c>.</summary>
    private static JsonElement Bare(JsonElement value) =>
        value.Text("class") == "CAST" && value.Child("child") is { } child ? child : value;
}
