using System.Collections.Immutable;
using System.Text.Json;
using Wallstreet.Delta;
using Wallstreet.Query.ChangeData;

namespace Wallstreet.Query.Parsing;

/// <summary>
/// Finds what a statement reads, by the rules of scope: a name that a WITH above it defines is not a table. Refuses
/// what a statement may not call.
/// </summary>
internal sealed class TableFinder(SqlTree tree, SqlTokens tokens)
{
    private static readonly string[] _bareKeywords = ["TABLE", "DESCRIBE", "DESC", "SUMMARIZE", "SHOW"];

    private readonly List<TableReference> _references = [];

    public IReadOnlyList<TableReference> Find()
    {
        Visit(tree.Root, ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase));
        return [.. _references.OrderBy(reference => reference.Span.Start.Value)];
    }

    private void Visit(JsonElement node, ImmutableHashSet<string> scope)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in node.EnumerateArray())
            {
                Visit(item, scope);
            }
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            VisitObject(node, scope);
        }
    }

    private void VisitObject(JsonElement node, ImmutableHashSet<string> scope)
    {
        switch (node.Text("type"))
        {
            case "BASE_TABLE":
                AddTable(node, scope);
                return;
            case "TABLE_FUNCTION" when node.Child("function") is { } function:
                VisitTableFunction(node, function, scope);
                return;
            case "SHOW_REF" when node.Child("query") is null:
                throw Wrong(node, "SHOW is not supported.", "Tables are listed by the catalog.");
            case "FUNCTION" when SqlFunctions.IsOutsideFunction(node.Text("function_name")):
                throw Wrong(node, $"The function {node.Text("function_name")} is not allowed in a statement.");
        }

        ImmutableHashSet<string> inner = VisitDefinitions(node, scope);
        foreach (JsonProperty property in node.EnumerateObject())
        {
            if (property.Name != "cte_map")
            {
                Visit(property.Value, inner);
            }
        }
    }

    /// <summary>Visits the queries of a WITH, each seeing those before it, and a recursive one itself.</summary>
    private ImmutableHashSet<string> VisitDefinitions(JsonElement node, ImmutableHashSet<string> scope)
    {
        foreach (JsonElement entry in node.Child("cte_map")?.Items("map") ?? [])
        {
            string name = entry.Text("key");
            JsonElement value = entry.GetProperty("value");
            bool recursive = value.Child("query")?.Child("node")?.Text("type") == "RECURSIVE_CTE_NODE";
            Visit(value, recursive ? scope.Add(name) : scope);
            scope = scope.Add(name);
        }

        return scope;
    }

    private void AddTable(JsonElement node, ImmutableHashSet<string> scope)
    {
        string table = node.Text("table_name");
        string schema = node.Text("schema_name");
        string catalog = node.Text("catalog_name");
        bool recurring = schema.Equals("recurring", StringComparison.OrdinalIgnoreCase);
        if (catalog.Length == 0 && (schema.Length == 0 || recurring) && scope.Contains(table))
        {
            return;
        }

        int start = tokens.IndexAt(node.Location());
        int end = tokens.AfterName(start);
        bool bare = Array.Exists(_bareKeywords, keyword => tokens.Is(start - 1, keyword));
        Add(node, start, end, new TableReference
        {
            Name = string.Join('.', new[] { catalog, schema, table }.Where(part => part.Length > 0)),
            BareKeywordSpan = bare ? tokens[start - 1].Start..tokens[start - 1].End : null,
        });
    }

    private void VisitTableFunction(JsonElement node, JsonElement function, ImmutableHashSet<string> scope)
    {
        string name = function.Text("function_name");
        if (name.Equals(SqlFunctions.DeltaScan, StringComparison.OrdinalIgnoreCase))
        {
            int start = tokens.IndexAt(node.Location());
            int open = tokens.AfterName(start);
            (string location, HistoryPoint? pin, string? parameter) = new PinReader(tree).ReadDeltaScan(function);
            Add(node, start, tokens.AfterBrackets(open), new TableReference
            {
                Location = location,
                Pin = pin,
                PinParameter = parameter,
            });
            return;
        }

        if (name.Equals(SqlFunctions.TableChanges, StringComparison.OrdinalIgnoreCase))
        {
            AddChanges(node, ChangeArgumentReader.Read(tree, function));
            return;
        }

        if (!SqlFunctions.IsPureTableFunction(name))
        {
            throw Wrong(node, $"The table function {name} is not allowed in a statement.",
                "Tables are read by name, or by location with delta_scan('…').");
        }

        foreach (JsonElement child in function.Items("children"))
        {
            Visit(child, scope);
        }
    }

    private void AddChanges(JsonElement node, ChangeArguments arguments)
    {
        int start = tokens.IndexAt(node.Location());
        string source = arguments.Source;
        bool located = source.Contains("://", StringComparison.Ordinal) || source.StartsWith('.') || source.StartsWith('/');
        Add(node, start, tokens.AfterBrackets(tokens.AfterName(start)), new TableReference
        {
            Name = located ? null : source.Replace('/', '.'),
            Location = located ? source : null,
            Changes = arguments,
        });
    }

    private void Add(JsonElement node, int start, int end, TableReference reference)
    {
        (int line, int column) = SqlPlace.Find(tree.Bytes, tokens[start].Start);
        string alias = node.Text("alias");
        reference = reference with
        {
            Alias = alias.Length > 0 ? alias : null,
            Line = line,
            Column = column,
            NodeOffset = node.Location(),
            Span = tokens[start].Start..tokens[end - 1].End,
        };
        if (node.Child("at_clause") is { } clause)
        {
            (HistoryPoint? pin, string? parameter) = new PinReader(tree).Read(clause);
            reference = reference with { Pin = pin, PinParameter = parameter, PinSpan = FindPin(end) };
        }

        _references.Add(reference);
    }

    /// <summary>The AT clause after a table's name: <c>name [AS] [alias [(columns)]] AT (…)</c>.</summary>
    private Range FindPin(int index)
    {
        while (!(tokens.Is(index, "AT") && tokens.Is(index + 1, "(")))
        {
            index = tokens.Is(index, "(") ? tokens.AfterBrackets(index) : index + 1;
            if (index >= tokens.Count)
            {
                throw new SqlSyntaxException(0, 0, "The AT clause could not be found in the text.");
            }
        }

        return tokens[index].Start..tokens[tokens.AfterBrackets(index + 1) - 1].End;
    }

    private SqlSyntaxException Wrong(JsonElement node, string message, string? hint = null)
    {
        (int line, int column) = node.Location() is >= 0 and int place ? SqlPlace.Find(tree.Bytes, place) : (0, 0);
        return new SqlSyntaxException(line, column, message, hint);
    }
}
