using System.Collections.Concurrent;

namespace Wallstreet.Query.Parsing;

/// <summary>What texts say, for those that come again: a text says the same each time, whatever the tables are.</summary>
internal sealed class AnalysisCache
{
    private const int TextsMax = 256;

    /// <summary>Longer texts are seldom asked twice, and their trees are large.</summary>
    private const int LengthMax = 8 * 1024;

    private readonly ConcurrentDictionary<string, SqlAnalysis> _known = new(StringComparer.Ordinal);

    /// <summary>The analysis of a text, if it is known.</summary>
    public SqlAnalysis? Find(string sql) => _known.GetValueOrDefault(sql);

    /// <summary>Keeps an analysis. A full cache begins anew.</summary>
    public SqlAnalysis Keep(SqlAnalysis analysis)
    {
        if (analysis.Sql.Length <= LengthMax)
        {
            if (_known.Count >= TextsMax)
            {
                _known.Clear();
            }

            _known[analysis.Sql] = analysis;
        }

        return analysis;
    }
}
