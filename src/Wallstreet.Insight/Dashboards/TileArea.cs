namespace Wallstreet.Insight.Dashboards;

/// <summary>Where a tile stands on the grid of 24 columns; rows are 40 pixels.</summary>
/// <param name="X">First column, from 0.</param>
/// <param name="Y">First row, from 0.</param>
/// <param name="W">Columns, at least 1.</param>
/// <param name="H">Rows, at least 1.</param>
public readonly record struct TileArea(int X, int Y, int W, int H)
{
    /// <summary>Columns of the grid.</summary>
    public const int Columns = 24;

    /// <summary>Whether two tiles share a cell.</summary>
    public bool Overlaps(TileArea other) =>
        X < other.X + other.W && other.X < X + W && Y < other.Y + other.H && other.Y < Y + H;
}
