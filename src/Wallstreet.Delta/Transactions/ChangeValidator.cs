using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Statistics;

namespace Wallstreet.Delta.Transactions;

/// <summary>Refuses a change that would break a rule of the table, before anything is committed.</summary>
internal static class ChangeValidator
{
    public static void Validate(TableChange change)
    {
        Snapshot snapshot = change.ReadSnapshot;
        Metadata metadata = change.NewMetadata ?? snapshot.Metadata;
        ProtocolGate.RequireWritable(change.NewProtocol ?? snapshot.Protocol, metadata);
        if (change.NewMetadata is not null)
        {
            TableProtocol.RequireCovered(change.NewProtocol ?? snapshot.Protocol, metadata);
        }

        if (change.Adds.Count > 0 && change.DataChange && !change.RulesChecked)
        {
            ProtocolGate.RequireNoRules(metadata);
        }

        RequireRowIds(change, metadata);
        RequireRemovable(change, metadata);
        RequireNoLostChangeData(change, metadata);
        RequireAddable(change.Adds, metadata, provesNotNull: change.DataChange && !change.FilesWereValid);
    }

    private static void RequireRowIds(TableChange change, Metadata metadata)
    {
        if (metadata.HasRowTracking && change.MovesRows && !change.RowIdsKept)
        {
            throw new UnsupportedFeatureException(
                TableFeatures.RowTracking,
                "The table keeps the ids of its rows (rowTracking), and the change moves rows into new files without them "
                + "(RowIdsKept). Append, overwrite whole files, delete through deletion vectors, or set the table's property "
                + "delta.enableRowTracking to false.");
        }

        if (metadata.HasRowTracking && change.MovesRows)
        {
            RowTracking.RequireColumns(change.ReadSnapshot.Metadata);
        }

        if (metadata.HasRowTracking && metadata.IsEnabled("delta.rowTrackingSuspended"))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.RowTracking,
                "The table's properties delta.enableRowTracking (rowTracking) and delta.rowTrackingSuspended exclude each "
                + "other. Set one of them to false.");
        }

        if (change.Domains.Any(static domain => domain.Domain == RowTracking.Domain))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.RowTracking,
                $"The domain {RowTracking.Domain} belongs to rowTracking and is written by commits themselves. Leave it out.");
        }
    }

    private static void RequireRemovable(TableChange change, Metadata metadata)
    {
        // As in Spark, what the table was before counts: a change may end in an append-only table, such as a restore of one.
        bool removes = change.Removes.Count > 0 || change.RowDeletions.Any(static deletion => deletion.Rows.Cardinality > 0);
        if (removes && change.DataChange && change.ReadSnapshot.Metadata.IsEnabled("delta.appendOnly"))
        {
            throw new ConstraintViolationException(
                "The table is append-only (delta.appendOnly), and the change removes rows. "
                + "Append, or set the property to false first.");
        }

        HashSet<FileKey> seen = [];
        foreach (AddFile file in change.Removes)
        {
            if (!seen.Add(file.Key) || change.ReadSnapshot.State.Files.Find(file.Key) is null)
            {
                throw new SchemaMismatchException(
                    $"The change removes '{file.Path}' twice, or it is no file of version {change.ReadSnapshot.Version}.");
            }
        }

        if (change.RowDeletions.Count > 0)
        {
            RequireDeletableRows(change, metadata, seen);
        }
    }

    private static void RequireDeletableRows(TableChange change, Metadata metadata, HashSet<FileKey> seen)
    {
        Protocol protocol = change.NewProtocol ?? change.ReadSnapshot.Protocol;
        if (!metadata.IsEnabled("delta.enableDeletionVectors") || !protocol.HasWriterFeature(TableFeatures.DeletionVectors))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.DeletionVectors,
                "The change deletes rows through deletionVectors, which the table does not have. Rewrite the files, or set "
                + "the table's property delta.enableDeletionVectors to true.");
        }

        foreach (RowDeletion deletion in change.RowDeletions)
        {
            if (!seen.Add(deletion.File.Key) || change.ReadSnapshot.State.Files.Find(deletion.File.Key) is null)
            {
                throw new SchemaMismatchException(
                    $"The change deletes rows of '{deletion.File.Path}' and removes it or deletes rows of it a second time, "
                    + $"or it is no file of version {change.ReadSnapshot.Version}.");
            }
        }
    }

    /// <summary>Where the change data feed is on, readers infer changes from whole files that come or go; rows that are
    /// copied from an old file into a new one would look changed. Protocol section "Change Data Files".</summary>
    private static void RequireNoLostChangeData(TableChange change, Metadata metadata)
    {
        if (!metadata.IsEnabled("delta.enableChangeDataFeed"))
        {
            return;
        }

        bool replacesAll = change.RowDeletions.Count == 0 && change.Removes.Count == change.ReadSnapshot.FileCount;
        bool rewrites = change.DataChange && change.Adds.Count > 0 && change.Removes.Count + change.RowDeletions.Count > 0
            && !replacesAll && !change.FilesAreChanges;
        if (rewrites && change.ChangeFiles.Count == 0)
        {
            throw new UnsupportedFeatureException(
                TableFeatures.ChangeDataFeed,
                "The table records changed rows (delta.enableChangeDataFeed), and the change both adds and removes rows "
                + "without saying which (ChangeFiles). Append, overwrite everything, use SQL, or turn the property off.");
        }
    }

    /// <summary>Refuses to copy rows from files that go into new ones with nothing but an engine that reads and writes files.
    /// </summary>
    /// <param name="metadata">The table.</param>
    /// <param name="verb">What is done to the other rows of the files.</param>
    /// <exception cref="UnsupportedFeatureException">The table records which rows changed, or could not keep their ids.
    /// </exception>
    public static void RequireCopyable(Metadata metadata, string verb)
    {
        RowTracking.RequireColumns(metadata);
        if (metadata.IsEnabled("delta.enableChangeDataFeed"))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.ChangeDataFeed,
                $"Rows of the table cannot be {verb} here where that copies the other rows of a file: the table has the feature "
                + $"{TableFeatures.ChangeDataFeed}, and copies would look changed. Choose rows by whole partitions, delete with "
                + "delta.enableDeletionVectors = true, or use SQL.");
        }
    }

    /// <summary>Refuses files that do not fit the table.</summary>
    public static void RequireAddable(IReadOnlyCollection<AddFile> adds, Metadata metadata, bool provesNotNull = true)
    {
        if (adds.Count == 0)
        {
            return;
        }

        HashSet<FileKey> seen = [];
        HashSet<string> partitions = [.. metadata.PartitionColumns.Select(
            name => metadata.Schema.Find(name)?.GetPhysicalName(metadata.ColumnMapping) ?? name)];
        List<ColumnPath> required = [.. metadata.Schema.Fields.Where(static column => !column.Nullable)
            .Select(static column => (ColumnPath)column.Name)];
        StatisticsLayout layout = StatisticsLayout.Of(
            metadata.Schema,
            metadata.ColumnMapping,
            required.Where(column => !partitions.Contains(
                column.FindIn(metadata.Schema)!.GetPhysicalName(metadata.ColumnMapping))));
        foreach (AddFile file in adds)
        {
            if (!seen.Add(file.Key))
            {
                throw new SchemaMismatchException($"The change adds '{file.Path}' twice.");
            }

            if (!partitions.SetEquals(file.PartitionValues.Keys))
            {
                throw new SchemaMismatchException(
                    $"The file '{file.Path}' has values for the partition columns "
                    + $"[{string.Join(", ", file.PartitionValues.Keys)}]; the table has "
                    + $"[{string.Join(", ", partitions)}].");
            }

            if (provesNotNull)
            {
                RequireNotNull(file, metadata, required, layout);
            }
        }
    }

    private static void RequireNotNull(
        AddFile file, Metadata metadata, List<ColumnPath> required, StatisticsLayout layout)
    {
        foreach (ColumnPath column in required)
        {
            StructField definition = column.FindIn(metadata.Schema)!;
            bool? holdsNull = file.PartitionValues.TryGetValue(
                definition.GetPhysicalName(metadata.ColumnMapping), out string? value)
                ? string.IsNullOrEmpty(value)
                : HasNull(file, column, definition.Type, layout);
            if (holdsNull is not false)
            {
                throw new ConstraintViolationException(
                    holdsNull is true
                        ? $"Column '{column}' is NOT NULL, and '{file.Path}' holds null in it."
                        : $"Column '{column}' is NOT NULL, and the statistics of '{file.Path}' do not say that it holds "
                        + "no null. Write the file with statistics.");
            }
        }
    }

    private static bool? HasNull(AddFile file, ColumnPath column, DeltaType type, StatisticsLayout layout)
    {
        if (type is StructType or ArrayType or MapType)
        {
            // The protocol has no null counts for these; the engine checks them while it writes.
            return false;
        }

        FileStatistics? statistics = layout.Read(file.RawStatistics.ToBytes());
        return statistics?.RecordCount == 0 ? false : statistics?.Find(column).NullCount is { } count ? count > 0 : null;
    }
}
