using TestKit;
using Wallstreet.Delta;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Tests.Conformance;

/// <summary>Compares what two implementations find in one table.</summary>
internal static class Conformance
{
    /// <summary>Requires that the independent reader finds the same rows in a table of the lake as we do.</summary>
    /// <returns>How many rows there are.</returns>
    public static async Task<int> AssertSameAsync(Lake lake, string table)
    {
        IndependentReader reader = await IndependentReader.GetAsync(Lake.Token);
        DeltaTable opened = await lake.TableAsync(table);
        Snapshot snapshot = await opened.GetSnapshotAsync(Lake.Token);
        StructType schema = snapshot.Schema;
        string[] ours = [.. (await lake.ReadAsync($"SELECT * FROM {table}")).Select(row => CanonicalText.Of(row, schema)).Order()];

        IndependentRows found = await reader.ReadAsync($"SELECT * FROM {Source(opened.Location)}", Lake.Token);
        Assert.Equal(schema.Fields.Select(field => field.Name), found.Names);
        string[] theirs = [.. found.Rows.Select(row => CanonicalText.Of(row, schema)).Order()];
        Assert.Equal(ours, theirs);
        return ours.Length;
    }

    /// <summary>How the independent reader names a table.</summary>
    public static string Source(Uri location)
    {
        if (location.IsFile)
        {
            return $"deltaLakeLocal('{location.LocalPath.TrimEnd('/')}')";
        }

        S3Server server = TestStore.Server!;
        return $"deltaLake('{server.Endpoint.AbsoluteUri}{location.Host}{location.AbsolutePath}', '{server.AccessKey}', '{server.SecretKey}')";
    }
}
