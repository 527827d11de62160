using System.Globalization;
using Microsoft.Extensions.Configuration;
using Wallstreet.Query;

namespace Wallstreet.Hosting;

/// <summary>The section <c>Query</c>: what DuckDB may use.</summary>
internal static class QuerySettings
{
    public static QueryOptions Read(IConfiguration section)
    {
        QueryOptions options = new();
        return options with
        {
            MemoryLimitBytes = (section.GetValue<long?>("MemoryLimitMegabytes") * (1L << 20)) ?? options.MemoryLimitBytes,
            Threads = section.GetValue<int?>("Threads") ?? options.Threads,
            TempDirectory = section["TempDirectory"] ?? options.TempDirectory,
            CacheDirectory = section["CacheDirectory"] ?? options.CacheDirectory,
            CacheSizeBytesMax = (section.GetValue<long?>("CacheMegabytes") * (1L << 20)) ?? options.CacheSizeBytesMax,
            StatementTimeout = section["StatementTimeout"] is { } timeout
                ? TimeSpan.Parse(timeout, CultureInfo.InvariantCulture)
                : options.StatementTimeout,
        };
    }
}
