namespace Wallstreet.Insight.Dashboards;

/// <summary>What a dashboard's parameter asks for, and so what its SQL receives.</summary>
public enum ParameterKind
{
    /// <summary>One ticker: text, offered as a searchable list.</summary>
    Symbol,

    /// <summary>One of the options: text.</summary>
    Select,

    /// <summary>Any of the options: a list of text, for <c>= ANY($name)</c>.</summary>
    Multi,

    /// <summary>Free text.</summary>
    Text,

    /// <summary>A day: DATE.</summary>
    Date,

    /// <summary>Two days, both included: <c>$name_from</c> and <c>$name_to</c>, DATE.</summary>
    DateRange,

    /// <summary>A number: DOUBLE, or BIGINT when it is whole.</summary>
    Number,
}
