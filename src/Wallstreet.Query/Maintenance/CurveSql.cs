using System.Globalization;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Rewriting;

namespace Wallstreet.Query.Maintenance;

/// <summary>
/// Writes the order of a Z-order curve: each column's values are numbered by ranges that hold about equally many rows,
/// and the bits of these numbers are interleaved. Nulls are a range of their own, the first.
/// </summary>
internal static class CurveSql
{
    /// <summary>More columns leave each too few bits to tell ranges apart.</summary>
    public const int ColumnsMax = 16;

    private const int BitsMax = 8;
    private const int SampleRows = 100_000;
    private const int TextLengthMax = 100;

    /// <summary>How many bits each column gets.</summary>
    public static int BitsFor(int columns) => Math.Min(BitsMax, 64 / columns);

    /// <summary>A query for the bounds between ranges of a column, as texts in order.</summary>
    public static string Bounds(string rows, ColumnPath column, DeltaType type, int bits)
    {
        int count = (1 << bits) - 2;
        string shares = string.Join(", ", Enumerable.Range(1, count)
            .Select(index => ((double)index / (count + 1)).ToString("R", CultureInfo.InvariantCulture)));
        return $"SELECT CAST(b AS VARCHAR) FROM (SELECT DISTINCT unnest(quantile_disc(k, [{shares}])) AS b "
            + $"FROM (SELECT k FROM (SELECT {Key(column, type)} AS k FROM {rows} AS r) WHERE k IS NOT NULL) AS s "
            + $"USING SAMPLE reservoir({SqlText.Number(SampleRows)} ROWS) REPEATABLE (7)) AS q WHERE b IS NOT NULL ORDER BY b";
    }

    /// <summary>The place on the curve as an expression over the rows <c>r</c>.</summary>
    public static string Place(IReadOnlyList<(ColumnPath Column, DeltaType Type, IReadOnlyList<string> Bounds)> columns, int bits) =>
        string.Join(" | ", columns.Select((column, position) =>
        {
            string key = Key(column.Column, column.Type);
            string cast = DuckTypes.Name(column.Type);
            string tree = Tree(key, cast, column.Bounds, 0, column.Bounds.Count, number => Spread(number + 1, bits, columns.Count, position));
            return $"(CASE WHEN {key} IS NULL THEN 0::UBIGINT ELSE {tree} END)";
        }));

    /// <summary>The bits of a number with the bits of the other columns' numbers in between.</summary>
    public static ulong Spread(int number, int bits, int columns, int position)
    {
        ulong spread = 0;
        for (int bit = 0; bit < bits; bit++)
        {
            spread |= (ulong)((number >> bit) & 1) << ((bit * columns) + columns - 1 - position);
        }

        return spread;
    }

    /// <summary>A column of the rows <c>r</c>, short enough to compare cheaply.</summary>
    public static string Key(ColumnPath column, DeltaType type)
    {
        string name = "r." + string.Join('.', column.Names.Select(SqlText.Name));
        return type == PrimitiveType.String ? $"left({name}, {SqlText.Number(TextLengthMax)})" : name;
    }

    /// <summary>Finds the number of bounds that are not above the key by halving.</summary>
    private static string Tree(
        string key, string cast, IReadOnlyList<string> bounds, int low, int high, Func<int, ulong> leaf)
    {
        if (low == high)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{leaf(low)}::UBIGINT");
        }

        int middle = (low + high) / 2;
        return $"CASE WHEN {key} < CAST({SqlText.Text(bounds[middle])} AS {cast}) "
            + $"THEN {Tree(key, cast, bounds, low, middle, leaf)} ELSE {Tree(key, cast, bounds, middle + 1, high, leaf)} END";
    }
}
