using Microsoft.Extensions.DependencyInjection;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Query;

namespace Wallstreet.Lakehouse.Outputs;

/// <summary>What an asset's function can do with the lake.</summary>
public static class AssetContextLakeExtensions
{
    /// <param name="context">The context of the function.</param>
    extension(AssetContext context)
    {
        /// <summary>
        /// Reads the lake by SQL. The versions that were read are noted in the commit and the materialization. The
        /// statement may use <c>$partition_start</c>, <c>$partition_end</c> and <c>$partition</c>.
        /// </summary>
        /// <param name="sql">A SELECT statement.</param>
        /// <returns>The rows; a cell is null, or of the C# type that fits its SQL type.</returns>
        public async IAsyncEnumerable<object?[]> QueryRowsAsync(string sql)
        {
            ArgumentNullException.ThrowIfNull(context);
            QueryEngine engine = context.Services.GetRequiredService<QueryEngine>();
            QueryResult result = await engine.QueryAsync(sql, context.ReadRequest(engine, sql), context.CancellationToken)
                .ConfigureAwait(false);
            await using (result.ConfigureAwait(false))
            {
                InputLedger ledger = InputLedger.Of(context);
                foreach (TableVersionRead table in result.Tables)
                {
                    ledger.AddTable(table.Name, table.Version);
                }

                await foreach (object?[] row in result.ReadRowsAsync(context.CancellationToken).ConfigureAwait(false))
                {
                    yield return row;
                }
            }
        }

        /// <summary>Notes a file that the function read, so that the commit leads back to it.</summary>
        /// <param name="name">The file or address.</param>
        /// <param name="sha256">The SHA-256 of its content in lower-case hexadecimal.</param>
        public void AddSource(string name, string sha256)
        {
            ArgumentNullException.ThrowIfNull(context);
            InputLedger.Of(context).AddSource(name, sha256);
        }

        /// <summary>A request whose parameters are those of the context's partitions, as far as the statement uses them.</summary>
        internal QueryRequest ReadRequest(QueryEngine engine, string sql)
        {
            PartitionFilter? filter = PartitionFilter.For(context.Asset, context.Partitions);
            if (filter is null)
            {
                return new QueryRequest();
            }

            IReadOnlyList<string> used = engine.Analyze(sql).Parameters;
            return new QueryRequest
            {
                Parameters = filter.Parameters.Where(p => used.Contains(p.Key)).ToDictionary(StringComparer.Ordinal),
            };
        }
    }
}
