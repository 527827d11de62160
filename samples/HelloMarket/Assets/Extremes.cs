using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;

namespace HelloMarket.Assets;

/// <summary>The highest and lowest close of each symbol, by SQL from C#.</summary>
[Asset("gold/extremes", Description = "The highest and lowest close of each symbol.", CodeVersion = "1")]
[Table(Key = ["symbol"], Synthetic = true)]
[From<Prices>]
public sealed class Extremes
{
    /// <summary>Returns a statement: its rows go from Parquet to Parquet and never become C# objects.</summary>
    public static AssetOutput Materialize(AssetContext context)
    {
        context.AddMetadata("note", "made by a statement");
        return AssetOutput.Sql("SELECT symbol, max(close) AS highest, min(close) AS lowest FROM raw.prices GROUP BY symbol");
    }
}
