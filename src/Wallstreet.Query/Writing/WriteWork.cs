using DuckDB.NET.Data;
using Wallstreet.Delta;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Execution;
using Wallstreet.Query.Writing.Staging;

namespace Wallstreet.Query.Writing;

/// <summary>What the kinds of writes have in common: a place to stage, a connection, a target.</summary>
internal sealed record WriteWork(
    string Table, TargetSchema Target, StagingArea Staging, DuckLease Lease, CopyContext Context)
{
    /// <summary>Writes a query's rows into files and gives them to the store.</summary>
    public async Task<(IReadOnlyList<AddFile> Adds, long Rows)> CopyAsync(
        string query, CancellationToken cancellationToken)
    {
        string folder = Staging.NewFolder();
        IReadOnlyList<StagedFile> files = await ParquetCopy.RunAsync(
            Lease, query, Target, folder, Context, cancellationToken).ConfigureAwait(false);
        return await PublishAsync(folder, files, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a query's rows, with what happened to them, into files of change data.</summary>
    public async Task<IReadOnlyList<AddCdcFile>> CopyChangesAsync(string query, CancellationToken cancellationToken)
    {
        string folder = Staging.NewFolder();
        TargetSchema schema = Target.WithChangeType();
        IReadOnlyList<StagedFile> files = await ParquetCopy.RunAsync(Lease, query, schema,
            Path.Combine(folder, PublishedFiles.ChangeFolder), Context, cancellationToken, "cdc").ConfigureAwait(false);
        IReadOnlyList<AddFile> adds = await Staging.Published.AddAsync(folder, files, schema, cancellationToken)
            .ConfigureAwait(false);
        return [.. adds.Select(static file => new AddCdcFile(file.Path, file.PartitionValues, file.SizeBytes))];
    }

    /// <summary>Gives staged files to the store once they are known to hold no null where none is allowed.</summary>
    public async Task<(IReadOnlyList<AddFile> Adds, long Rows)> PublishAsync(
        string folder, IReadOnlyList<StagedFile> files, CancellationToken cancellationToken)
    {
        foreach (StagedFile file in files)
        {
            RequireNoNulls(file);
        }

        IReadOnlyList<AddFile> adds = await Staging.Published.AddAsync(folder, files, Target, cancellationToken)
            .ConfigureAwait(false);
        return (adds, files.Sum(file => file.RowCount));
    }

    /// <summary>The first row of a query, if it has any.</summary>
    public async Task<object?[]?> FindRowAsync(string query, CancellationToken cancellationToken)
    {
        using DuckDBCommand command = DuckStatement.Create(Lease.Connection, query, Context.Parameters);
        return await DuckStatement.RunAsync(command, Context.Clock, () => ReadRow(command), Context.Statement,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The whole numbers in the first column of a query.</summary>
    public async Task<IReadOnlyList<long>> ReadNumbersAsync(string query, CancellationToken cancellationToken)
    {
        using DuckDBCommand command = DuckStatement.Create(Lease.Connection, query, Context.Parameters);
        return await DuckStatement.RunAsync(command, Context.Clock, () => ReadNumbers(command), Context.Statement,
            cancellationToken).ConfigureAwait(false);
    }

    private void RequireNoNulls(StagedFile file)
    {
        StructField? violated = Target.Stored.FirstOrDefault(field => !field.Nullable
                && DuckStatistics.FindNullCount(file, field.GetPhysicalName(Target.Mapping)) is not (null or 0))
            ?? Target.Partitions.FirstOrDefault(field => !field.Nullable
                && string.IsNullOrEmpty(file.PartitionValues.GetValueOrDefault(field.Name)));
        if (violated is not null)
        {
            throw new ConstraintViolationException(
                $"The column {violated.Name} of {Table} may not be null, but the statement gives rows in which it is. "
                + "Nothing was written.");
        }
    }

    private static object?[]? ReadRow(DuckDBCommand command)
    {
        using DuckDBDataReader reader = command.ExecuteReader();
        if (!reader.Read())
        {
            return null;
        }

        object?[] values = new object?[reader.FieldCount];
        for (int column = 0; column < values.Length; column++)
        {
            values[column] = reader.IsDBNull(column) ? null : reader.GetValue(column);
        }

        return values;
    }

    private static List<long> ReadNumbers(DuckDBCommand command)
    {
        List<long> numbers = [];
        using DuckDBDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            numbers.Add(Convert.ToInt64(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
        }

        return numbers;
    }
}
