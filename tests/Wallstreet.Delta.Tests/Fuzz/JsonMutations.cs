using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wallstreet.Delta.Tests.Fuzz;

/// <summary>Changes JSON so that it stays JSON but says something else: another type, a hostile number, too much, too
/// little.</summary>
internal static class JsonMutations
{
    private const string Mark = "@@@";
    private static readonly JsonSerializerOptions _deep = new() { MaxDepth = 20_000 };
    private static readonly string[] _values =
    [
        "null", "true", "false", "0", "-1", "1", "1.5", "1e400", "-1e-400", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "99999999999999999999999999999999999999999999", "2147483648", "\"\"", "\"x\"", "\"0\"",
        "\"-1\"", "\"NaN\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"../../../x\"", "\"file:///etc/hostname\"",
        "\"s3://bucket/key\"", "\"a%2Fb\"", "\"%\"", "\"%zz\"", "\"http://[\"", "\"//\"", "\"/\"", "\".\"", "{}", "[]", "[null]", "{\"a\":null}",
        "[[[[[[[[]]]]]]]]", "\"decimal(39,40)\"", "\"decimal(-1,0)\"", "\"struct\"", "\"variant\"", "\"9999999-01-01\"",
        "\"u\"", "\"p\"", "\"i\"",
    ];

    public static Mutation Mutate(byte[] content, Random random)
    {
        List<string> lines = [.. Encoding.UTF8.GetString(content).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        if (lines.Count == 0)
        {
            return ByteMutations.Mutate(content, random);
        }

        int line = random.Next(lines.Count);
        string words = Change(lines, line, random);
        return new Mutation(words, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private static string Change(List<string> lines, int line, Random random)
    {
        int other = random.Next(lines.Count);
        switch (random.Next(12))
        {
            case 0:
                lines.RemoveAt(line);
                return $"line {line} taken out";
            case 1:
                lines.Insert(other, lines[line]);
                return $"line {line} again at {other}";
            case 2:
                (lines[line], lines[other]) = (lines[other], lines[line]);
                return $"lines {line} and {other} swapped";
            case 3:
                lines[line] = Deep(random);
                return $"line {line} nested deeply";
            case 4:
                lines[line] += lines[other];
                return $"line {other} on the line of {line}";
            default:
                return ChangeValue(lines, line, random);
        }
    }

    private static string Deep(Random random)
    {
        int depth = random.Next(10, 5_000);
        return "{\"add\":" + string.Concat(Enumerable.Repeat("[", depth)) + string.Concat(Enumerable.Repeat("]", depth)) + "}";
    }

    private static string ChangeValue(List<string> lines, int line, Random random)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(lines[line]);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return "nothing";
        }

        List<(JsonObject Parent, string Name)> places = [];
        Gather(root, places);
        if (places.Count == 0)
        {
            return "nothing";
        }

        (JsonObject parent, string name) = places[random.Next(places.Count)];
        (string words, string? raw) = Replace(parent, name, random);

        // Some values are JSON that no writer would write: they come in as text.
        lines[line] = root!.ToJsonString(_deep).Replace($"\"{Mark}\"", raw, StringComparison.Ordinal);
        return $"line {line}: {name} {words}";
    }

    private static (string Words, string? Raw) Replace(JsonObject parent, string name, Random random)
    {
        JsonNode? old = parent[name];
        switch (random.Next(6))
        {
            case 0:
                parent.Remove(name);
                return ("taken out", null);
            case 1:
                JsonNode? moved = old?.DeepClone();
                parent.Remove(name);
                parent[name + (random.Next(2) == 0 ? " " : "X")] = moved;
                return ("renamed", null);
            case 2 when old is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0:
                return (ReplaceText(parent, name, text, random), null);
            case 3:
                parent[name] = new string((char)random.Next('a', 0x2000), random.Next(1, 3_000));
                return ("a long text", null);
            default:
                string json = _values[random.Next(_values.Length)];
                parent[name] = Mark;
                return ("is " + json, json);
        }
    }

    /// <summary>Texts that hold JSON themselves (schemas, statistics) are changed as JSON, others letter by letter.</summary>
    private static string ReplaceText(JsonObject parent, string name, string text, Random random)
    {
        if (text.StartsWith('{') && random.Next(4) > 0)
        {
            List<string> inner = [text];
            string words = ChangeValue(inner, 0, random);
            parent[name] = inner[0];
            return "inner " + words;
        }

        int at = random.Next(text.Length);
        parent[name] = random.Next(3) switch
        {
            0 => text[..at],
            1 => text[..at] + (char)random.Next(1, 300) + text[(at + 1)..],
            _ => text + text,
        };
        return $"changed at {at}";
    }

    private static void Gather(JsonNode? node, List<(JsonObject Parent, string Name)> places)
    {
        switch (node)
        {
            case JsonObject parent:
                foreach ((string name, JsonNode? child) in parent)
                {
                    places.Add((parent, name));
                    Gather(child, places);
                }

                break;
            case JsonArray list:
                foreach (JsonNode? child in list)
                {
                    Gather(child, places);
                }

                break;
            default:
                break;
        }
    }
}
