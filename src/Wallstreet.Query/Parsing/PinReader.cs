using System.Text.Json;
using Wallstreet.Delta;

namespace Wallstreet.Query.Parsing;

/// <summary>Reads what a statement pins a table to: a version, a time, or a parameter that will be one.</summary>
internal sealed class PinReader(SqlTree tree)
{
    /// <summary>The name of an argument of delta_scan.</summary>
    public const string TimestampUnit = "timestamp";

    /// <summary>What stands for it where the grammar does not allow it: as many letters.</summary>
    public const string TimestampAlias = "known_at_";

    /// <summary>Reads <c>AT (VERSION => …)</c> and <c>AT (TIMESTAMP => …)</c>.</summary>
    public (HistoryPoint? Pin, string? Parameter) Read(JsonElement clause)
    {
        return Read(clause.Text("unit"), clause.GetProperty("expr"));
    }

    /// <summary>Reads the arguments of <c>delta_scan('location', version => 3)</c>.</summary>
    public (string Location, HistoryPoint? Pin, string? Parameter) ReadDeltaScan(JsonElement function)
    {
        JsonElement[] arguments = [.. function.Items("children")];
        if (arguments.Length is 0 or > 2 || Constant(arguments[0]) is not { ValueKind: JsonValueKind.String } location)
        {
            throw Wrong(function, "delta_scan needs the table's location as a text.",
                "Write delta_scan('s3://bucket/table') or delta_scan('./table', version => 3).");
        }

        if (arguments.Length == 1)
        {
            return (location.GetString()!, null, null);
        }

        (string unit, JsonElement value) = Named(arguments[1]);
        (HistoryPoint? pin, string? parameter) = Read(unit, value);
        return (location.GetString()!, pin, parameter);
    }

    private (HistoryPoint? Pin, string? Parameter) Read(string unit, JsonElement value)
    {
        if (value.Text("class") == "PARAMETER")
        {
            return (null, value.Text("identifier"));
        }

        JsonElement plain = value.Text("class") == "CAST" && value.Child("child") is { } child ? child : value;
        JsonElement? constant = Constant(plain);
        if (unit.Equals("VERSION", StringComparison.OrdinalIgnoreCase)
            && constant is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long version)
            && version >= 0)
        {
            return (HistoryPoint.At(version), null);
        }

        if ((unit.Equals(TimestampUnit, StringComparison.OrdinalIgnoreCase) || unit == TimestampAlias)
            && constant is { ValueKind: JsonValueKind.String } text && HistoryPoint.TryParse(text.GetString(), out HistoryPoint? pin)
            && pin.Timestamp is not null)
        {
            return (pin, null);
        }

        throw Wrong(plain, $"'{unit}' needs a plain value.",
            "Write VERSION => 12, or TIMESTAMP => '2024-05-01T16:00:00Z', or a parameter.");
    }

    private (string Unit, JsonElement Value) Named(JsonElement argument) => FindName(argument)
        ?? throw Wrong(argument, "The second argument of delta_scan has no name.",
            "Write version => 3 or timestamp => '2024-05-01T16:00:00Z'.");

    /// <summary>The name and the value of an argument; null if it has no name.</summary>
    public static (string Name, JsonElement Value)? FindName(JsonElement argument)
    {
        string alias = argument.Text("alias");
        if (alias.Length > 0)
        {
            return (alias, argument);
        }

        // `name = value` means the same as `name => value`.
        if (argument.Text("type") == "COMPARE_EQUAL" && argument.Child("left") is { } left
            && argument.Child("right") is { } right && left.Items("column_names").ToArray() is [{ } name])
        {
            return (name.GetString()!, right);
        }

        return null;
    }

    /// <summary>The value of a constant; null if the node is none.</summary>
    public static JsonElement? Constant(JsonElement node)
    {
        return node.Text("class") == "CONSTANT" && node.Child("value") is { } value
            && value.TryGetProperty("value", out JsonElement plain) ? plain : null;
    }

    /// <summary>The error of a node.</summary>
    public SqlSyntaxException Wrong(JsonElement node, string message, string hint)
    {
        (int line, int column) = node.Location() is >= 0 and int place ? SqlPlace.Find(tree.Bytes, place) : (0, 0);
        return new SqlSyntaxException(line, column, message, hint);
    }
}
