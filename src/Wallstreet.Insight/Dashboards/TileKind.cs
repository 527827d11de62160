namespace Wallstreet.Insight.Dashboards;

/// <summary>What a tile shows.</summary>
public enum TileKind
{
    /// <summary>Open, high, low, close as candles, with volume below and a zoom bar.</summary>
    Candlestick,

    /// <summary>Lines over dates or categories.</summary>
    Line,

    /// <summary>Lines filled to zero, such as a drawdown.</summary>
    Area,

    /// <summary>Bars over categories or dates.</summary>
    Bar,

    /// <summary>Two categories and a value as colour.</summary>
    Heatmap,

    /// <summary>Two numbers as points.</summary>
    Scatter,

    /// <summary>One number, with what changed.</summary>
    Kpi,

    /// <summary>Rows and columns.</summary>
    Table,

    /// <summary>Words.</summary>
    Markdown,
}
