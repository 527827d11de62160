using Wallstreet.Delta;
using Wallstreet.Delta.ChangeData;
using Wallstreet.Delta.Scan;
using Wallstreet.Query.Caching;
using Wallstreet.Query.ChangeData;
using Wallstreet.Query.Pruning;
using Wallstreet.Query.Rewriting;
using Wallstreet.Query.Writing;
using Wallstreet.Storage;

namespace Wallstreet.Query.Sources;

/// <summary>Finds the snapshots that a statement reads, one per table and pin, and the files of each that matter.</summary>
internal sealed class SourceResolver(ITableCatalog catalog, ObjectStoreFactory stores, FileLocator locator)
{
    private const int NearNamesMax = 3;

    private static readonly Dictionary<string, string> _none = [];

    /// <summary>Resolves every reference of a statement. What it needs of the disk goes into <paramref name="held"/>.</summary>
    /// <param name="analysis">The statement.</param>
    /// <param name="request">How to read.</param>
    /// <param name="held">What it needs of the disk.</param>
    /// <param name="scope">What the command or write that it is part of knows itself; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Gives the search up.</param>
    /// <param name="given">Queries that stand for names that the catalog need not know.</param>
    public async ValueTask<ResolvedStatement> ResolveAsync(SqlAnalysis analysis, QueryRequest request, HeldFiles held,
        ResolverScope? scope, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? given = null)
    {
        given ??= _none;
        Dictionary<(string Name, HistoryPoint? Pin), PinnedTable> pinned = [];
        string[] sources = new string[analysis.References.Count];
        List<TableVersionRead> reads = [];
        List<TableReference> extended = [];
        bool asked = RowFacts.AreAsked(analysis);
        for (int index = 0; index < sources.Length; index++)
        {
            TableReference reference = analysis.References[index];
            if (GivenSource(reference, given, scope) is { } source)
            {
                sources[index] = source;
                continue;
            }

            if (reference.Changes is not null)
            {
                (sources[index], TableVersionRead read) = await ResolveChangesAsync(
                    analysis, reference, request, held, scope, cancellationToken).ConfigureAwait(false);
                reads.Add(read);
                continue;
            }

            HistoryPoint? pin = PinOf(analysis, reference, request);
            (string, HistoryPoint?) identity = (reference.DisplayName.ToUpperInvariant(), pin);
            if (!pinned.TryGetValue(identity, out PinnedTable? table))
            {
                table = await OpenAsync(reference, pin, scope, cancellationToken).ConfigureAwait(false);
                pinned.Add(identity, table);
            }

            Predicate? filter = PredicateFinder.Find(
                analysis.Tree!, reference, table.Snapshot.Schema, request.Parameters);
            scope?.NoteRead(table.Table, pin, filter);
            ScanPlan plan = table.Snapshot.PlanScan(filter);
            bool told = asked && RowFacts.AreFree(table.Snapshot);
            extended.AddRange(told ? [reference] : []);
            sources[index] = await SqlOfAsync(table, plan, held, told, cancellationToken).ConfigureAwait(false);
            reads.Add(new TableVersionRead(reference.DisplayName, table.Snapshot.Version, table.Snapshot.Timestamp,
                plan.Files.Count, plan.FilesPruned));
        }

        TableVersionRead[] tables = [.. reads.GroupBy(read => (read.Name.ToUpperInvariant(), read.Version))
            .Select(group => group.MaxBy(read => read.FilesScanned)!)];
        return new ResolvedStatement(SqlRewriter.Rewrite(analysis, sources, StarEdits.Find(analysis, extended)), tables);
    }

    /// <summary>The changes of a table as a query over files.</summary>
    private async ValueTask<(string Sql, TableVersionRead Read)> ResolveChangesAsync(SqlAnalysis analysis,
        TableReference reference, QueryRequest request, HeldFiles held, ResolverScope? scope,
        CancellationToken cancellationToken)
    {
        ChangeArguments arguments = reference.Changes!;
        DeltaTable table = await FindAsync(reference, cancellationToken).ConfigureAwait(false);
        HistoryPoint from = arguments.From ?? PinOfParameter(reference, arguments.FromParameter!, request);
        HistoryPoint? to = arguments.ToParameter is { } parameter
            ? PinOfParameter(reference, parameter, request)
            : arguments.To ?? PinOf(analysis, reference, request);
        scope?.NoteRead(table, to, null);
        ChangePlan plan = await table.PlanChangesAsync(
            new ChangeRange(from, to),
            new ChangeOptions { InferWithoutFeed = arguments.Infer }, cancellationToken).ConfigureAwait(false);
        if (PredicateFinder.Find(analysis.Tree!, reference, plan.Schema, request.Parameters) is { } filter)
        {
            plan = plan.Prune(filter);
        }

        string sql = await new ChangeSource(locator).SqlOfAsync(table, plan, held, cancellationToken).ConfigureAwait(false);
        return (sql, new TableVersionRead(reference.DisplayName, plan.Snapshot.Version, plan.Snapshot.Timestamp,
            plan.Files.Count(), plan.FilesPruned));
    }

    /// <summary>The query over the files of a plan, in brackets.</summary>
    public async ValueTask<string> SqlOfAsync(
        PinnedTable table, ScanPlan plan, HeldFiles held, bool facts, CancellationToken cancellationToken)
    {
        IReadOnlyList<LocalFile> files = await LocateAsync(table, plan.Files, held, cancellationToken).ConfigureAwait(false);
        return facts ? RowFacts.Write(table, files, held.HoldDeletedRows(files), held.KeepsVariants)
            : SnapshotSql.Write(table.Snapshot.Metadata, files, plan.Filter is null ? table.Snapshot.RowCount : null,
            held.HoldDeletedRows(files), keepsVariants: held.KeepsVariants);
    }

    /// <summary>The local paths of files.</summary>
    public async ValueTask<IReadOnlyList<LocalFile>> LocateAsync(
        PinnedTable table, IReadOnlyList<ScanFile> files, HeldFiles held, CancellationToken cancellationToken)
    {
        IReadOnlyList<LocalFile> located = await locator.LocateAsync(
            table.Table, [.. files.Select(file => file.Add)], held, cancellationToken).ConfigureAwait(false);
        return held.KeepsVariants && TargetSchema.HoldVariants(table.Snapshot.Schema.Fields)
            ? locator.MakePlain(located, held)
            : located;
    }

    /// <summary>The table that a writing statement names.</summary>
    /// <exception cref="TableNotFoundException">There is none of that name.</exception>
    /// <exception cref="DeltaTableNotFoundException">There is none at that location.</exception>
    public ValueTask<DeltaTable> FindAsync(Statements.TargetName target, CancellationToken cancellationToken) => FindAsync(
        new TableReference
        {
            Name = target.Dotted,
            Location = target.Location,
            Line = target.Place.Line,
            Column = target.Place.Column,
        }, cancellationToken);

    /// <summary>The table that a writing statement names, if there is one.</summary>
    public ValueTask<DeltaTable?> TryFindAsync(Statements.TargetName target, CancellationToken cancellationToken) =>
        target.Location is { } location
            ? DeltaTable.TryOpenAsync(stores.Open(location), null, cancellationToken)
            : catalog.FindTableAsync(target.Dotted!, cancellationToken);

    /// <summary>Where a table of that name or location lies or would lie.</summary>
    public IObjectStore OpenStore(Statements.TargetName target) =>
        target.Location is { } location ? stores.Open(location) : catalog.OpenStore(target.Dotted!);

    /// <summary>The one table of a statement, at the version that it is to be read at.</summary>
    public ValueTask<PinnedTable> PinAsync(SqlAnalysis analysis, QueryRequest request, CancellationToken cancellationToken) =>
        OpenAsync(analysis.References[0], PinOf(analysis, analysis.References[0], request), null, cancellationToken);

    private async ValueTask<DeltaTable> FindAsync(TableReference reference, CancellationToken cancellationToken) =>
        reference.Location is { } location
            ? await DeltaTable.OpenAsync(stores.Open(location), null, cancellationToken).ConfigureAwait(false)
            : await catalog.FindTableAsync(reference.Name!, cancellationToken).ConfigureAwait(false)
                ?? throw await NotFoundAsync(reference, cancellationToken).ConfigureAwait(false);

    /// <summary>The query that stands for a reference that the catalog is not asked for.</summary>
    private static string? GivenSource(
        TableReference reference, IReadOnlyDictionary<string, string> given, ResolverScope? scope)
    {
        if (scope is not null && reference.Span.Start.Value >= scope.From)
        {
            return "(SELECT 1)";
        }

        return reference is { Changes: null, Name: { } name } ? given.GetValueOrDefault(name) : null;
    }

    /// <summary>Adds the folders of all files of a table, for a command that finds out late which it reads.</summary>
    public void AddDirectories(PinnedTable table, HeldFiles held) =>
        locator.AddDirectories(table.Table, table.Snapshot.Files, held);

    private async ValueTask<PinnedTable> OpenAsync(
        TableReference reference, HistoryPoint? pin, ResolverScope? scope, CancellationToken cancellationToken)
    {
        DeltaTable table = await FindAsync(reference, cancellationToken).ConfigureAwait(false);
        if (scope?.FindOwn(table, pin) is { } own)
        {
            return own;
        }

        Snapshot snapshot = await table.GetSnapshotAsync(pin, cancellationToken).ConfigureAwait(false);
        return new PinnedTable(table, snapshot);
    }

    private static HistoryPoint? PinOf(SqlAnalysis analysis, TableReference reference, QueryRequest request)
    {
        if (reference.Pin is { } written)
        {
            return written;
        }

        if (reference.PinParameter is { } parameter)
        {
            return PinOfParameter(reference, parameter, request);
        }

        foreach ((string name, long version) in request.Pins)
        {
            if (name.Equals(reference.DisplayName, StringComparison.OrdinalIgnoreCase))
            {
                return HistoryPoint.At(version);
            }
        }

        if (request.KnownAt is { Version: { } number } && analysis.Tables.Count > 1)
        {
            throw new SqlSyntaxException(reference.Line, reference.Column,
                $"Version {number} cannot stand for all of {string.Join(", ", analysis.Tables)}: each has versions of its own.",
                "Pin each table in the text with AT (VERSION => …), or pin all by a time.");
        }

        return request.KnownAt;
    }

    private static HistoryPoint PinOfParameter(TableReference reference, string parameter, QueryRequest request)
    {
        return request.Parameters.GetValueOrDefault(parameter) switch
        {
            HistoryPoint pin => pin,
            long version => HistoryPoint.At(version),
            int version => HistoryPoint.At(version),
            DateTimeOffset moment => HistoryPoint.At(moment),
            string text when HistoryPoint.TryParse(text, out HistoryPoint? pin) => pin,
            _ => throw new SqlSyntaxException(reference.Line, reference.Column,
                $"The parameter ${parameter} that pins {reference.DisplayName} is neither a version nor a time."),
        };
    }

    private async ValueTask<TableNotFoundException> NotFoundAsync(
        TableReference reference, CancellationToken cancellationToken)
    {
        string name = reference.Name!;
        List<string> names = [];
        await foreach (string known in catalog.ListTablesAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(known);
        }

        string[] near = [.. names.OrderBy(known => NameDistance.Between(known, name)).Take(NearNamesMax)];
        string hint = near.Length == 0 ? "The lake has no tables yet." : $"Near names: {string.Join(", ", near)}.";
        return new TableNotFoundException(name,
            $"line {reference.Line}, column {reference.Column}: There is no table {name}. {hint}");
    }
}
