using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Query.Tests;

/// <summary>The rows of a table as they stand in its files, without those that vectors delete.</summary>
internal static class StoredRows
{
    /// <summary>Reads each row.</summary>
    /// <param name="table">The table.</param>
    /// <param name="choose">What to read of a file, given its path: columns of a SELECT.</param>
    /// <returns>The file, the row's number in it, and a reader that stands at the row.</returns>
    public static async IAsyncEnumerable<(AddFile File, long Row, DuckDBDataReader Values)> ReadAsync(
        DeltaTable table, Func<string, string> choose)
    {
        Snapshot snapshot = await table.GetSnapshotAsync(Lake.Token);
        using DuckDBConnection connection = new("DataSource=:memory:");
        await connection.OpenAsync(Lake.Token);
        foreach (AddFile file in snapshot.Files)
        {
            DeletionVector? deleted = await table.ReadDeletionVectorAsync(file, Lake.Token);
            string path = await TestStore.FetchAsync(table.Store, Uri.UnescapeDataString(file.Path), Lake.Token);
            using DuckDBCommand rows = connection.CreateCommand();
            rows.CommandText =
                $"SELECT {choose(path)}, file_row_number FROM read_parquet('{path}', file_row_number = true, hive_partitioning = false)";
            using DuckDBDataReader reader = rows.ExecuteReader();
            while (reader.Read())
            {
                long row = reader.GetInt64(reader.FieldCount - 1);
                if (deleted?.IsDeleted(row) != true)
                {
                    yield return (file, row, reader);
                }
            }
        }
    }
}
