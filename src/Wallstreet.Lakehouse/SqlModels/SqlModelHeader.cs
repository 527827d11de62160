using System.Globalization;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Checks;

namespace Wallstreet.Lakehouse.SqlModels;

/// <summary>What the header of a SQL model says, understood.</summary>
internal sealed record SqlModelHeader
{
    public string? Description { get; private set; }

    public string? Group { get; private set; }

    public string? CodeVersion { get; private set; }

    public List<string> Owners { get; } = [];

    public Dictionary<string, string> Tags { get; } = new(StringComparer.Ordinal);

    public List<string> Kinds { get; } = [];

    public List<string> KeyColumns { get; private set; } = [];

    public List<string> PartitionBy { get; private set; } = [];

    public string? PartitionColumn { get; private set; }

    public SqlModelPartitions? Partitions { get; private set; }

    public Dictionary<string, string> ColumnComments { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<SqlModelCheck> Checks { get; } = [];

    public HashSet<AssetKey> MapAll { get; } = [];

    /// <summary>Understands a model's header.</summary>
    /// <exception cref="SqlModelException">A header line is unknown, repeated or malformed.</exception>
    public static SqlModelHeader Parse(SqlModelFile file)
    {
        SqlModelHeader header = new();
        HashSet<string> once = new(StringComparer.Ordinal);
        foreach (SqlModelDirective directive in file.Directives)
        {
            if (!header.TryTakeSingle(file, directive, once) && !header.TryTakeMany(file, directive))
            {
                throw file.Fault(directive, $"@{directive.Word} is not known; known are @description, @group, @owner, @tag, @kind, "
                    + "@code_version, @key, @column, @partitions, @partition_column, @partition_by, @upstream_all and @check.");
            }
        }

        if (header.Partitions is not null && header.PartitionColumn is null)
        {
            SqlModelDirective partitions = file.Directives.First(static d => d.Word == "partitions");
            throw file.Fault(partitions, "@partitions needs a @partition_column: the column whose values lie in a partition's window.");
        }

        return header;
    }

    private bool TryTakeSingle(SqlModelFile file, SqlModelDirective directive, HashSet<string> once)
    {
        switch (directive.Word)
        {
            case "description": Description = directive.Value; break;
            case "group": Group = directive.Value; break;
            case "code_version": CodeVersion = directive.Value; break;
            case "key": KeyColumns = Names(directive.Value); break;
            case "partition_column": PartitionColumn = directive.Value; break;
            case "partition_by": PartitionBy = Names(directive.Value); break;
            case "partitions": Partitions = SqlModelPartitions.Parse(file, directive); break;
            default: return false;
        }

        return once.Add(directive.Word)
            ? true
            : throw file.Fault(directive, $"@{directive.Word} is given twice.");
    }

    private bool TryTakeMany(SqlModelFile file, SqlModelDirective directive)
    {
        switch (directive.Word)
        {
            case "owner": Owners.AddRange(Names(directive.Value)); return true;
            case "kind": Kinds.AddRange(Names(directive.Value)); return true;
            case "tag": TakeTag(directive.Value); return true;
            case "column": TakeColumn(file, directive); return true;
            case "check": Checks.Add(SqlModelCheck.Parse(file, directive)); return true;
            case "upstream_all": Names(directive.Value).ForEach(name => MapAll.Add(AssetKey.FromTableName(name))); return true;
            default: return false;
        }
    }

    private void TakeTag(string value)
    {
        string[] parts = value.Split('=', 2, StringSplitOptions.TrimEntries);
        Tags[parts[0]] = parts.Length > 1 ? parts[1] : "";
    }

    private void TakeColumn(SqlModelFile file, SqlModelDirective directive)
    {
        int blank = directive.Value.IndexOfAny([' ', '\t']);
        if (blank < 0)
        {
            throw file.Fault(directive, "@column needs a name and a sentence, as in \"-- @column close  Last trade, in USD\".");
        }

        ColumnComments[directive.Value[..blank]] = directive.Value[blank..].Trim();
    }

    private static List<string> Names(string value) =>
        [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
}

/// <summary>A check in a header: <c>@check error name: condition that every row meets</c>.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Severity">How bad a failure is; <c>error</c> also blocks what is downstream.</param>
/// <param name="Condition">A SQL condition on one row; a row for which it is false or null breaks the check.</param>
internal sealed record SqlModelCheck(string Name, CheckSeverity Severity, string Condition)
{
    public static SqlModelCheck Parse(SqlModelFile file, SqlModelDirective directive)
    {
        int blank = directive.Value.IndexOf(' ', StringComparison.Ordinal);
        int colon = directive.Value.IndexOf(':', StringComparison.Ordinal);
        CheckSeverity? severity = blank < 0 ? null : directive.Value[..blank] switch
        {
            "error" => CheckSeverity.Error,
            "warn" => CheckSeverity.Warn,
            _ => null,
        };
        if (severity is null || colon < blank || colon == directive.Value.Length - 1)
        {
            throw file.Fault(directive, "A check is written \"-- @check error|warn name: condition that every row meets\".");
        }

        return new SqlModelCheck(directive.Value[blank..colon].Trim(), severity.Value, directive.Value[(colon + 1)..].Trim());
    }
}

/// <summary>The partitions in a header: <c>@partitions sessions:XNYS from 2000-01-03 [to 2020-12-31]</c> or <c>static: a, b</c>.</summary>
/// <param name="Kind"><c>sessions</c>, <c>daily</c>, <c>monthly</c>, <c>yearly</c> or <c>static</c>.</param>
/// <param name="Argument">The calendar's name or time zone; for static partitions the keys, separated by commas.</param>
/// <param name="From">The first date; unused for static partitions.</param>
/// <param name="To">The last date, or null for no end.</param>
internal sealed record SqlModelPartitions(string Kind, string Argument, DateOnly From, DateOnly? To)
{
    public static SqlModelPartitions Parse(SqlModelFile file, SqlModelDirective directive)
    {
        string[] head = directive.Value.Split(':', 2, StringSplitOptions.TrimEntries);
        if (head is ["static", { Length: > 0 } keys])
        {
            return new SqlModelPartitions("static", keys, default, null);
        }

        string[] words = directive.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool shape = words.Length is 3 or 5 && words[1] == "from" && (words.Length == 3 || words[3] == "to");
        string[] kind = words[0].Split(':', 2);
        if (!shape || kind[0] is not ("sessions" or "daily" or "monthly" or "yearly")
            || !TryDate(words[2], out DateOnly from) || (words.Length == 5 && !TryDate(words[4], out _)))
        {
            throw file.Fault(directive, "Partitions are written \"sessions:XNYS from 2000-01-03\", \"daily:UTC from … to …\", "
                + "\"monthly:…\", \"yearly:…\" or \"static: a, b\".");
        }

        DateOnly? to = words.Length == 5 && TryDate(words[4], out DateOnly last) ? last : null;
        return new SqlModelPartitions(kind[0], kind.Length > 1 ? kind[1] : "UTC", from, to);
    }

    private static bool TryDate(string text, out DateOnly date) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
}
