using Wallstreet.Delta;
using Wallstreet.Delta.Features;
using Wallstreet.Query.Maintenance;
using Wallstreet.Query.Sources;

namespace Wallstreet.Query.Features;

/// <summary>Drops features of tables: first what uses them in files is written anew.</summary>
internal sealed class FeatureDrop(Optimizer optimizer, ColumnMappingRemoval mapping, SourceResolver sources)
{
    public async ValueTask<CommittedVersion> RunAsync(DeltaTable table, string feature, DropFeatureRequest request,
        IProgress<OptimizeProgress>? progress, CancellationToken cancellationToken)
    {
        string name = await table.PrepareDropFeatureAsync(feature, request, cancellationToken).ConfigureAwait(false);
        switch (name)
        {
            case "columnMapping":
                await mapping.RunAsync(table, false, request.Commit, progress, cancellationToken).ConfigureAwait(false);
                break;
            case "deletionVectors":
                await optimizer.RunAsync(table, new OptimizeRequest { Purge = true }, progress, cancellationToken)
                    .ConfigureAwait(false);
                break;
            case "typeWidening" or "typeWidening-preview":
                await new TypeWideningRemoval(optimizer, sources, table).RunAsync(progress, cancellationToken)
                    .ConfigureAwait(false);
                break;
        }

        return await table.DropFeatureAsync(name, request, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<CommittedVersion?> RemoveColumnMappingAsync(DeltaTable table, CommitOptions? commit,
        IProgress<OptimizeProgress>? progress, CancellationToken cancellationToken) =>
        mapping.RunAsync(table, true, commit, progress, cancellationToken);
}
