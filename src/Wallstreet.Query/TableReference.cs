using Wallstreet.Delta;
using Wallstreet.Query.ChangeData;

namespace Wallstreet.Query;

/// <summary>One place in a SQL text that reads a table.</summary>
public sealed record TableReference
{
    /// <summary>The dotted name (<c>silver.daily_bars</c>); <see langword="null"/> for a location.</summary>
    public string? Name { get; init; }

    /// <summary>The location given to <c>delta_scan</c>; <see langword="null"/> for a name.</summary>
    public string? Location { get; init; }

    /// <summary>The pin written in the text, if any.</summary>
    public HistoryPoint? Pin { get; init; }

    /// <summary>The alias given in the text, if any.</summary>
    public string? Alias { get; init; }

    /// <summary>The line of the text, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The character in the line, from 1.</summary>
    public int Column { get; init; }

    /// <summary>The name or the location, as a person would say it.</summary>
    public string DisplayName => Name ?? Location ?? "";

    /// <summary>Where the table's node of the parse tree begins in the text's UTF-8 bytes.</summary>
    internal int NodeOffset { get; init; }

    /// <summary>Where the name or call begins and ends in the text's UTF-8 bytes.</summary>
    internal Range Span { get; init; }

    /// <summary>Where the AT clause begins and ends in the text's UTF-8 bytes.</summary>
    internal Range? PinSpan { get; init; }

    /// <summary>The keyword before the name if it only takes a name: TABLE, DESCRIBE, SUMMARIZE.</summary>
    internal Range? BareKeywordSpan { get; init; }

    /// <summary>The parameter that the pin is taken from, if the text names one.</summary>
    internal string? PinParameter { get; init; }

    /// <summary>Which changes of the table are read, if not its rows.</summary>
    internal ChangeArguments? Changes { get; init; }

    /// <summary>The name that columns are qualified with.</summary>
    internal string QualifierName => Alias ?? (Changes is null ? Name?.Split('.')[^1] ?? "delta_scan" : "table_changes");
}
