using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Rows;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;

namespace MarketLake.Bronze;

/// <summary>The S&amp;P 500 index file of the vega-datasets package, as it came: every cell is text.</summary>
[Asset("bronze/sp500_daily", Owners = ["data-engineering"], Tags = ["layer=bronze"], CodeVersion = "1",
    Description = "Real daily bars of the S&P 500 index, 2000-01-03 to 2020-04-17, from the file sp500-2000.csv of vega-datasets (BSD-3). Text as it came, with line, hash and load time.")]
public sealed class Sp500Daily
{
    private const string Header = "date,open,high,low,close,adjclose,volume";

    /// <summary>The file beside the program.</summary>
    public static string SourcePath => Path.Combine(AppContext.BaseDirectory, "data", "sp500-2000.csv");

    /// <summary>Reads the file.</summary>
    /// <exception cref="SourceFileException">The file is absent or has another shape.</exception>
    public static AssetOutput Materialize(AssetContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!File.Exists(SourcePath))
        {
            throw new SourceFileException(SourcePath, 0, "the file is not there; build the program again with npm on the PATH, it copies the file from vega-datasets");
        }

        byte[] content = File.ReadAllBytes(SourcePath);
        string hash = Convert.ToHexStringLower(SHA256.HashData(content));
        context.AddSource(Path.GetFileName(SourcePath), hash);
        return AssetOutput.Rows(Parse(Encoding.UTF8.GetString(content), hash, context.Time.GetUtcNow()).ToList());
    }

    private static IEnumerable<Sp500Row> Parse(string text, string hash, DateTimeOffset loadedAt)
    {
        string[] lines = text.Split('\n');
        if (lines[0].Trim() != Header)
        {
            throw new SourceFileException(SourcePath, 1, $"the header is \"{lines[0].Trim()}\", not \"{Header}\"");
        }

        for (int i = 1; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0)
            {
                continue;
            }

            string[] cells = line.Split(',');
            if (cells.Length != 7)
            {
                throw new SourceFileException(SourcePath, i + 1, string.Create(CultureInfo.InvariantCulture, $"the line has {cells.Length} cells, not 7"));
            }

            yield return new Sp500Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6],
                Path.GetFileName(SourcePath), i + 1, hash, loadedAt);
        }
    }
}

/// <summary>A line of the file.</summary>
public sealed record Sp500Row(
    [property: Column(Comment = "Session, yyyy-MM-dd")] string Date,
    [property: Column(Comment = "Index points")] string Open,
    [property: Column(Comment = "Index points")] string High,
    [property: Column(Comment = "Index points")] string Low,
    [property: Column(Comment = "Index points")] string Close,
    [property: Column(Comment = "Index points; the same as close, an index pays no dividends")] string Adjclose,
    [property: Column(Comment = "Shares of the members")] string Volume,
    [property: Column(Comment = "The file")] string SourceFile,
    [property: Column(Comment = "Line of the file, from 1")] long SourceLine,
    [property: Column(Name = "source_sha256", Comment = "SHA-256 of the file")] string SourceSha256,
    [property: Column(Comment = "When the file was loaded, UTC")] DateTimeOffset LoadedAt);
