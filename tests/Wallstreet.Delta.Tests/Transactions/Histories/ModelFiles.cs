using System.Globalization;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.DeletionVectors;

namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>What is in the data files, which nobody needs to write for these tests.</summary>
internal sealed class ModelFiles
{
    private readonly Dictionary<string, ModelRow[]> _rows = [];

    public AddFile Write(IReadOnlyCollection<ModelRow> rows)
    {
        string path = string.Create(CultureInfo.InvariantCulture, $"f{_rows.Count}.parquet");
        _rows.Add(path, [.. rows]);
        return new AddFile
        {
            Path = path,
            SizeBytes = 10 + rows.Count,
            ModificationTimeMilliseconds = 1_700_000_000_000,
            Statistics = string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"numRecords\":{rows.Count},\"minValues\":{{\"price\":{rows.Min(static row => row.Price)}}},\"maxValues\":{{\"price\":{rows.Max(static row => row.Price)}}},\"nullCount\":{{\"price\":0}}}}"),
        };
    }

    /// <summary>The rows of a file that are left, with their places.</summary>
    public async Task<List<(long Place, ModelRow Row)>> ReadAsync(
        DeltaTable table, AddFile file, CancellationToken cancellationToken)
    {
        DeletionVector? deleted = await table.ReadDeletionVectorAsync(file, cancellationToken).ConfigureAwait(false);
        ModelRow[] rows = _rows[file.Path];
        List<(long Place, ModelRow Row)> left = new(rows.Length);
        for (int place = 0; place < rows.Length; place++)
        {
            if (deleted is null || !deleted.IsDeleted(place))
            {
                left.Add((place, rows[place]));
            }
        }

        return left;
    }
}
