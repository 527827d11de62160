using System.Text;
using System.Xml.Linq;

namespace Wallstreet.Delta.Tests.Reference;

/// <summary>The comments of a library as Markdown.</summary>
internal sealed class Documentation(string path)
{
    private static readonly string[] _parts = ["summary", "value", "returns", "remarks"];

    private readonly Dictionary<string, XElement> _members = XDocument.Load(path, LoadOptions.PreserveWhitespace)
        .Descendants("member").ToDictionary(static member => (string)member.Attribute("name")!);

    /// <summary>What is said of a member, on one line; empty if it is said elsewhere.</summary>
    public string Describe(string id)
    {
        if (!_members.TryGetValue(id, out XElement? member))
        {
            return "";
        }

        IEnumerable<string> parts = _parts
            .Select(name => (Name: name, Text: Text(member.Element(name))))
            .Where(static part => part.Text.Length > 0)
            .Select(static part => part.Name == "returns" ? "Gives: " + Lower(part.Text) : part.Text);
        IEnumerable<string> errors = member.Elements("exception").Select(static error =>
            $"`{Last((string)error.Attribute("cref")!)}`: {Lower(Text(error)).TrimEnd('.')}.");
        return string.Join(' ', parts.Concat(errors));
    }

    /// <summary>What is said of a parameter.</summary>
    public string DescribeParameter(string id, string name) => _members.TryGetValue(id, out XElement? member)
        ? Text(member.Elements("param").FirstOrDefault(parameter => (string?)parameter.Attribute("name") == name))
        : "";

    private static string Text(XElement? element)
    {
        if (element is null)
        {
            return "";
        }

        StringBuilder text = new();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement reference when reference.Attribute("cref") is { } target => $"`{Last(target.Value)}`",
                XElement reference when reference.Attribute("langword") is { } word => $"`{word.Value}`",
                XElement reference when reference.Attribute("name") is { } name => $"`{name.Value}`",
                XElement reference when reference.Attribute("href") is { } link => link.Value,
                XElement other => Text(other),
                _ => "",
            });
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The name at the end of a reference, without its parameters.</summary>
    private static string Last(string reference)
    {
        string name = reference.Split('(')[0];
        return name[(name.LastIndexOf('.') + 1)..].Split('`')[0];
    }

    private static string Lower(string text) =>
        text.Length > 1 && char.IsUpper(text[0]) && (char.IsLower(text[1]) || text[1] == ' ') ? char.ToLowerInvariant(text[0]) + text[1..] : text;
}
