using Wallstreet.Delta.Schema;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Alterations;

/// <summary>Changes a table's columns. Whoever else changes the table's metadata meanwhile is followed: the change is
/// decided anew on their version.</summary>
public static class DeltaTableAlterations
{
    private const int AttemptsMax = 100;

    /// <summary>Decides on a change and commits it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="decide">Decides on the change of a version; called again if another writer changed the table first.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="ConcurrentModificationException">Other writers were in the way again and again.</exception>
    public static async ValueTask<CommittedVersion> AlterAsync(this DeltaTable table,
        Func<Snapshot, CancellationToken, ValueTask<Alteration>> decide, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decide);
        return (await table.TryAlterAsync(
            async (snapshot, token) => await decide(snapshot, token).ConfigureAwait(false), null, cancellationToken)
            .ConfigureAwait(false))!;
    }

    /// <summary>Decides whether anything is to be changed, and commits it then.</summary>
    /// <param name="table">The table.</param>
    /// <param name="decide">Decides on the change of a version, <see langword="null"/> for none; called again if another writer
    /// changed the table first.</param>
    /// <param name="commit">User metadata and engine of the commit; operation and parameters are filled in. Null for the
    /// defaults.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made; <see langword="null"/> if there was none to make.</returns>
    /// <exception cref="ConcurrentModificationException">Other writers were in the way again and again.</exception>
    public static async ValueTask<CommittedVersion?> TryAlterAsync(this DeltaTable table,
        Func<Snapshot, CancellationToken, ValueTask<Alteration?>> decide, CommitOptions? commit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(decide);
        for (int attempt = 1; ; attempt++)
        {
            Snapshot snapshot = await table.GetSnapshotAsync(cancellationToken).ConfigureAwait(false);
            if (await decide(snapshot, cancellationToken).ConfigureAwait(false) is not { } alteration)
            {
                return null;
            }

            CommitOptions described = (commit ?? new CommitOptions(alteration.Operation)) with
            {
                Operation = alteration.Operation,
                OperationParameters = alteration.Parameters,
            };
            try
            {
                return await table.CommitAsync(alteration.ToChange(), described, cancellationToken).ConfigureAwait(false);
            }
            catch (ConcurrentModificationException conflict)
                when (attempt < AttemptsMax && conflict.Rule != ConflictRule.RetriesExhausted)
            {
                // Decided anew on the version of the other writer, who may have made the change impossible.
            }
        }
    }

    /// <summary>Decides on a change and commits it.</summary>
    /// <param name="table">The table.</param>
    /// <param name="decide">Decides on the change of a version; called again if another writer changed the table first.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    public static ValueTask<CommittedVersion> AlterAsync(
        this DeltaTable table, Func<Snapshot, Alteration> decide, CancellationToken cancellationToken) =>
        table.AlterAsync((snapshot, _) => ValueTask.FromResult(decide(snapshot)), cancellationToken);

    /// <summary>Adds columns, whose value in the rows that are there is null.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="SchemaMismatchException">A column is there already, or its place is not.</exception>
    public static ValueTask<CommittedVersion> AddColumnsAsync(
        this DeltaTable table, IReadOnlyList<NewColumn> columns, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => ColumnAlterations.AddColumns(snapshot, columns), cancellationToken);

    /// <summary>Gives a column another name; see <see cref="ColumnAlterations.RenameColumn"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="name">Its new name.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    public static ValueTask<CommittedVersion> RenameColumnAsync(
        this DeltaTable table, ColumnPath column, string name, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => ColumnAlterations.RenameColumn(snapshot, column, name), cancellationToken);

    /// <summary>Takes a column away; see <see cref="ColumnAlterations.DropColumn"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    public static ValueTask<CommittedVersion> DropColumnAsync(
        this DeltaTable table, ColumnPath column, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => ColumnAlterations.DropColumn(snapshot, column), cancellationToken);

    /// <summary>Puts a column elsewhere among its neighbours.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="position">Where it shall stand.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    public static ValueTask<CommittedVersion> MoveColumnAsync(
        this DeltaTable table, ColumnPath column, ColumnPosition position, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => ColumnAlterations.MoveColumn(snapshot, column, position), cancellationToken);

    /// <summary>Says what a column means.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="comment">What it means; <see langword="null"/> for nothing.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    public static ValueTask<CommittedVersion> SetCommentAsync(
        this DeltaTable table, ColumnPath column, string? comment, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => ColumnAlterations.SetComment(snapshot, column, comment), cancellationToken);

    /// <summary>Lets a column hold nulls.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    public static ValueTask<CommittedVersion> AllowNullsAsync(
        this DeltaTable table, ColumnPath column, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => ColumnAlterations.SetNullable(snapshot, column, true), cancellationToken);

    /// <summary>Gives a column a wider type; see <see cref="TypeWidening.ChangeType"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="type">The wider type.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    public static ValueTask<CommittedVersion> ChangeTypeAsync(
        this DeltaTable table, ColumnPath column, DeltaType type, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => TypeWidening.ChangeType(snapshot, column, type), cancellationToken);

    /// <summary>Takes a CHECK constraint away; the rows need not satisfy it any more.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">What it is called; case is ignored.</param>
    /// <param name="cancellationToken">Gives up; the change may still have been committed.</param>
    /// <returns>The version that the change made.</returns>
    /// <exception cref="Features.TablePropertyException">There is none of that name.</exception>
    public static ValueTask<CommittedVersion> DropConstraintAsync(
        this DeltaTable table, string name, CancellationToken cancellationToken) =>
        table.AlterAsync(snapshot => ConstraintAlterations.Drop(snapshot, name), cancellationToken);
}
