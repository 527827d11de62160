using Wallstreet.Delta;
using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance;
using Wallstreet.Delta.Schema;
using Wallstreet.Query.Commands;
using Wallstreet.Query.Features;
using Wallstreet.Query.Maintenance;

namespace Wallstreet.Query.Statements.Alterations;

/// <summary>Carries out <c>ALTER TABLE</c>.</summary>
internal sealed class AlterationRun(
    QueryEngine engine, DeltaTable table, CommitOptions? commit, IProgress<OptimizeProgress>? progress)
{
    /// <summary>Makes the change.</summary>
    /// <returns>The version that it made, or the newest one if there was nothing to change.</returns>
    public async ValueTask<CommandResult> RunAsync(TableAlteration alteration, CancellationToken cancellationToken)
    {
        CommittedVersion? committed = await CommitAsync(alteration, cancellationToken).ConfigureAwait(false);
        long version = committed?.Version
            ?? (await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).Version;
        return new CommandResult(version, committed is not null);
    }

    private async ValueTask<CommittedVersion?> CommitAsync(TableAlteration alteration, CancellationToken cancellationToken) =>
        alteration switch
        {
            ConstraintAddition added => await engine.Rules.AddConstraintAsync(
                table, added.Name, added.Expression, commit, cancellationToken).ConfigureAwait(false),
            NullChange { Nullable: false } change => await engine.Rules.ForbidNullsAsync(
                table, change.Column, commit, cancellationToken).ConfigureAwait(false),
            DefaultChange change => await engine.Rules.SetDefaultAsync(
                table, change.Column, change.Expression, commit, cancellationToken).ConfigureAwait(false),
            PropertyChange change => await engine.SetPropertiesAsync(
                table, change.Properties, progress, commit, cancellationToken).ConfigureAwait(false),
            ClusteringChange change => await table.ClusterByAsync(change.Columns, commit, cancellationToken).ConfigureAwait(false),
            FeatureRemoval dropped => await engine.DropFeatureAsync(
                table, dropped.Feature, new DropFeatureRequest { TruncateHistory = dropped.TruncateHistory, Commit = commit }, progress,
                cancellationToken).ConfigureAwait(false),
            _ => await table.TryAlterAsync(
                (snapshot, _) => ValueTask.FromResult(Decide(snapshot, alteration)), commit, cancellationToken).ConfigureAwait(false),
        };

    /// <summary>What needs no more than a version; null for nothing to change.</summary>
    private static Alteration? Decide(Snapshot snapshot, TableAlteration alteration) => alteration switch
    {
        ColumnAddition added => ColumnAlterations.AddColumns(snapshot, added.Columns),
        ColumnRemoval removed => Drop(snapshot, removed),
        ColumnRenaming renamed => ColumnAlterations.RenameColumn(snapshot, renamed.Column, renamed.Name),
        ColumnChange change => Change(snapshot, change),
        NullChange change => ColumnAlterations.SetNullable(snapshot, change.Column, change.Nullable),
        ConstraintRemoval removed => removed.IfExists && !ConstraintAlterations.Find(snapshot.Metadata).ContainsKey(removed.Name)
            ? null
            : ConstraintAlterations.Drop(snapshot, removed.Name),
        PropertyRemoval removed => Unset(snapshot, removed),
        _ => throw new ArgumentOutOfRangeException(nameof(alteration), alteration, "no such alteration"),
    };

    private static Alteration? Drop(Snapshot snapshot, ColumnRemoval removed)
    {
        ColumnPath[] there = [.. removed.Columns.Where(column => !removed.IfExists || IsThere(snapshot.Schema, column))];
        return there.Length == 0 ? null : ColumnAlterations.DropColumns(snapshot, there);
    }

    /// <summary>Whether there is a column, also one within lists and maps.</summary>
    private static bool IsThere(StructType schema, ColumnPath column)
    {
        DeltaType? type = schema;
        foreach (string name in column.Names)
        {
            type = (type, name.ToUpperInvariant()) switch
            {
                (StructType structure, _) => structure.Find(name)?.Type,
                (ArrayType array, "ELEMENT") => array.ElementType,
                (MapType map, "KEY") => map.KeyType,
                (MapType map, "VALUE") => map.ValueType,
                _ => null,
            };
        }

        return type is not null;
    }

    private static Alteration? Unset(Snapshot snapshot, PropertyRemoval removed)
    {
        Alteration alteration = PropertyAlterations.Unset(snapshot, removed.Keys, removed.IfExists);
        return alteration.Metadata.Configuration.Count < snapshot.Metadata.Configuration.Count ? alteration : null;
    }

    /// <summary>Type, comment and place in one change.</summary>
    private static Alteration Change(Snapshot snapshot, ColumnChange change)
    {
        List<Func<Snapshot, Alteration>> steps = [];
        if (change.Type is { } type)
        {
            steps.Add(before => TypeWidening.ChangeType(before, change.Column, type));
        }

        if (change.Comment is { } comment)
        {
            steps.Add(before => ColumnAlterations.SetComment(before, change.Column, comment));
        }

        if (change.Position is { } position)
        {
            steps.Add(before => ColumnAlterations.MoveColumn(before, change.Column, position));
        }

        Alteration all = steps[0](snapshot);
        foreach (Func<Snapshot, Alteration> step in steps.Skip(1))
        {
            IReadOnlyDictionary<string, string> said = all.Parameters;
            all = all.Then(step);
            all = all with { Parameters = said.Concat(all.Parameters).DistinctBy(static pair => pair.Key).ToDictionary() };
        }

        return all;
    }
}
