namespace Wallstreet.Insight.Charts;

/// <summary>The colours of a chart: the pages' tokens, resolved, so that a chart is the same in a browser, a mail and a file.</summary>
public sealed record ChartTheme
{
    /// <summary>Dark, the default.</summary>
    public static ChartTheme Dark { get; } = new()
    {
        Name = "dark",
        Panel = "#11151d",
        Panel2 = "#161b25",
        Line = "#222938",
        Text = "#e6e9ef",
        Text2 = "#8f99ab",
        Accent = "#5b8cff",
        Up = "#26a69a",
        Down = "#ef5350",
        Warning = "#f0b429",
        Palette = ["#5b8cff", "#f0b429", "#26a69a", "#c792ea", "#ef5350", "#4dd0e1", "#a5d66f", "#ff9e64"],
    };

    /// <summary>Light.</summary>
    public static ChartTheme Light { get; } = new()
    {
        Name = "light",
        Panel = "#ffffff",
        Panel2 = "#f0f2f5",
        Line = "#e1e5ec",
        Text = "#131722",
        Text2 = "#5a6476",
        Accent = "#2f6bff",
        Up = "#0b8f7e",
        Down = "#d63b3b",
        Warning = "#b7791f",
        Palette = ["#2f6bff", "#b7791f", "#0b8f7e", "#8e44ad", "#d63b3b", "#0e7490", "#5f8f1f", "#c2560c"],
    };

    /// <summary>The theme's name in addresses.</summary>
    public required string Name { get; init; }

    /// <summary>Behind a tile.</summary>
    public required string Panel { get; init; }

    /// <summary>Behind a raised part.</summary>
    public required string Panel2 { get; init; }

    /// <summary>Hairlines.</summary>
    public required string Line { get; init; }

    /// <summary>Words.</summary>
    public required string Text { get; init; }

    /// <summary>Quieter words, such as axis labels.</summary>
    public required string Text2 { get; init; }

    /// <summary>The one accent.</summary>
    public required string Accent { get; init; }

    /// <summary>Gains.</summary>
    public required string Up { get; init; }

    /// <summary>Losses.</summary>
    public required string Down { get; init; }

    /// <summary>Warnings.</summary>
    public required string Warning { get; init; }

    /// <summary>Colours of series, in order.</summary>
    public required IReadOnlyList<string> Palette { get; init; }

    /// <summary>Finds a theme by name; null when there is none.</summary>
    public static ChartTheme? Find(string? name) => name switch
    {
        null or "" or "dark" => Dark,
        "light" => Light,
        _ => null,
    };
}
