using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wallstreet.Delta;
using Wallstreet.Delta.Schema;
using Wallstreet.Lakehouse.Import.Files;
using Wallstreet.Lakehouse.Import.Survey;
using Wallstreet.Lakehouse.Import.Typing;
using Wallstreet.Lakehouse.Import.Writing;
using Wallstreet.Lakehouse.Lineage;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Query;

namespace Wallstreet.Lakehouse.Import;

/// <summary>
/// Imports files into tables. Every file is read as a whole before a row of it is written, so dialects and types hold for
/// all of it; then the rows are staged; then they become one commit of the table. Until then the table is as it was,
/// whatever goes wrong. Records that are no rows go to the table <c>&lt;table&gt;_quarantine</c> with file, line, column,
/// reason and text. Memory does not grow with the files.
/// </summary>
/// <param name="catalog">Finds the table.</param>
/// <param name="engine">Writes it.</param>
/// <param name="timeProvider">The clock.</param>
public sealed class TableImporter(ITableCatalog catalog, QueryEngine engine, TimeProvider timeProvider)
{
    private const string QuarantineSuffix = "_quarantine";

    /// <summary>Imports files.</summary>
    /// <param name="request">What to import, and where to.</param>
    /// <param name="progress">Hears how far the import is; null for nobody.</param>
    /// <param name="cancellationToken">Gives the import up; the table is then as it was.</param>
    /// <returns>What was done, and what was chosen.</returns>
    /// <exception cref="ImportException">The files cannot be imported as the request says.</exception>
    /// <exception cref="DeltaException">The table could not be written.</exception>
    /// <exception cref="QueryException">The rows could not be written, or not be merged.</exception>
    public async Task<ImportReport> ImportAsync(
        ImportRequest request, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        long started = timeProvider.GetTimestamp();
        string table = Validate(request);
        ReadingRules rules = ReadingRules.Of(request, timeProvider);
        ImportMeter meter = new(progress);
        List<string> notes = [];
        IReadOnlyList<SurveyedFile> files = await SurveyAsync(request, rules, meter, notes, cancellationToken).ConfigureAwait(false);
        DeltaTable? target = await catalog.FindTableAsync(table, cancellationToken).ConfigureAwait(false);
        if (target is not null && request is { Mode: ImportMode.Append, Force: false })
        {
            await ImportLedger.RequireNewAsync(target, table, files, cancellationToken).ConfigureAwait(false);
        }

        StructType? existing = target is null || request.Mode == ImportMode.Overwrite
            ? null
            : (await target.GetSnapshotAsync(cancellationToken).ConfigureAwait(false)).Schema;
        TablePlan plan = TablePlan.Of(files, request, existing, notes);
        string folder = Directory.CreateTempSubdirectory("wallstreet-import-").FullName;
        try
        {
            ImportWork work = new(table, request, files, plan, rules, meter, folder);
            ImportOutcome outcome = await WriteAsync(work, notes, cancellationToken).ConfigureAwait(false);
            return ReportOf(work, outcome, notes) with { Elapsed = timeProvider.GetElapsedTime(started) };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Validate(ImportRequest request)
    {
        if (request.Paths.Count == 0)
        {
            throw new ImportException("There is nothing to import: name at least one file or folder.");
        }

        if (!AssetKey.TryParse(request.Table.Replace('.', '/'), out AssetKey key))
        {
            throw new ImportException($"\"{request.Table}\" is not the name of a table. Write one such as silver.daily_bars: small "
                + "letters, digits and underscores, parts divided by points.");
        }

        if ((request.Mode == ImportMode.Merge) != (request.MergeKeys.Count > 0))
        {
            throw new ImportException("The mode merge and its keys go together: --mode merge --key symbol,date.");
        }

        return key.ToTableName();
    }

    private static async Task<IReadOnlyList<SurveyedFile>> SurveyAsync(
        ImportRequest request, ReadingRules rules, ImportMeter meter, List<string> notes, CancellationToken cancellationToken)
    {
        IReadOnlyList<InputFile> inputs = InputFinder.Find(request, notes);
        meter.Begin(ImportPhase.Sniffing, inputs.Count, inputs.Sum(static f => LengthOf(f)));
        FileSurvey survey = new(request, rules, meter, notes);
        List<SurveyedFile> files = [];
        foreach (InputFile input in inputs)
        {
            if (await survey.TakeAsync(input, cancellationToken).ConfigureAwait(false) is { } file)
            {
                files.Add(file);
            }
        }

        return files.Count > 0
            ? files
            : throw new ImportException($"There is no row to import. {string.Join(" ", notes)}");
    }

    private static long LengthOf(InputFile file)
    {
        FileInfo info = new(file.FullPath);
        return info.Exists ? info.Length : 0;
    }

    private async Task<ImportOutcome> WriteAsync(
        ImportWork work, List<string> notes, CancellationToken cancellationToken)
    {
        using QuarantineFile quarantine = new(work.Folder);
        using StagedTable stage = new(Path.Combine(work.Folder, "rows"), work.Plan.ArrowSchema,
            new StructType([.. work.Plan.Columns.Select(static c => new StructField(c.Name, c.Written.ToDelta()))]));
        List<(long Rows, long Quarantined)> counts = await Task.Run(
            () => Stage(work, stage, quarantine, notes, cancellationToken), cancellationToken).ConfigureAwait(false);
        work.Meter.Begin(ImportPhase.Committing, work.Files.Count, 0);
        string rows = await stage.CompleteAsync(timeProvider, cancellationToken).ConfigureAwait(false);

        // Put aside first: an import that is given up now is told by its quarantine, and its repetition replaces it.
        await WriteQuarantineAsync(work, quarantine, cancellationToken).ConfigureAwait(false);
        WriteResult result = await engine.WriteAsync(WriteOf(work, rows, quarantine.Count), cancellationToken).ConfigureAwait(false);
        return new ImportOutcome(result.Version, quarantine.Count, counts);
    }

    private static List<(long Rows, long Quarantined)> Stage(
        ImportWork work, StagedTable stage, QuarantineFile quarantine, List<string> notes, CancellationToken cancellationToken)
    {
        work.Meter.Begin(ImportPhase.Writing, work.Files.Count, work.Files.Sum(static f => f.Print.Bytes));
        RowWriter writer = new(work.Plan, work.Request, work.Rules, stage, quarantine, work.Meter);
        List<(long Rows, long Quarantined)> counts = [];
        foreach (SurveyedFile file in work.Files)
        {
            counts.Add(writer.Write(file, cancellationToken));
        }

        writer.Flush();
        writer.RequireMostFit(work.Table);
        notes.AddRange(writer.DescribeFaults());
        return counts;
    }

    private async Task WriteQuarantineAsync(ImportWork work, QuarantineFile quarantine, CancellationToken cancellationToken)
    {
        if (quarantine.Count == 0)
        {
            return;
        }

        string id = IdOf(work);
        using StagedTable stage = new(Path.Combine(work.Folder, "quarantine"), QuarantineRows.Schema, QuarantineRows.DeltaSchema);
        QuarantineRows.Write(stage, quarantine, id, timeProvider.GetUtcNow());
        string rows = await stage.CompleteAsync(timeProvider, cancellationToken).ConfigureAwait(false);
        WriteQuery write = new(rows, work.Table + QuarantineSuffix)
        {
            Mode = WriteMode.ReplaceWhere,
            ReplaceWhere = $"import_id = '{id}'",
            Description = $"Records of imports to {work.Table} that are no rows",
            Commit = new CommitOptions("IMPORT") { UserMetadata = LineageOf(work).ToJson() },
        };
        await engine.WriteAsync(write, cancellationToken).ConfigureAwait(false);
    }

    private static WriteQuery WriteOf(ImportWork work, string rows, long quarantined) => new(rows, work.Table)
    {
        Mode = work.Request.Mode switch
        {
            ImportMode.Overwrite => WriteMode.Overwrite,
            ImportMode.Merge => WriteMode.Merge,
            _ => WriteMode.Append,
        },
        MergeKeys = work.Request.MergeKeys,
        SchemaEvolution = work.Request.Mode == ImportMode.Overwrite ? SchemaEvolution.Replace : SchemaEvolution.AddColumns,
        Commit = new CommitOptions("IMPORT")
        {
            UserMetadata = LineageOf(work).ToJson(),
            OperationMetrics = new Dictionary<string, string>
            {
                ["numQuarantinedRows"] = quarantined.ToString(CultureInfo.InvariantCulture),
            },
        },
    };

    private static CommitLineage LineageOf(ImportWork work)
    {
        Dictionary<string, string> sources = [];
        foreach (SurveyedFile file in work.Files)
        {
            sources[file.File.DisplayPath] = file.Print.Sha256;
        }

        return new CommitLineage { Sources = sources };
    }

    /// <summary>The same files imported to the same table have the same id, so their quarantine is replaced and not doubled.</summary>
    private static string IdOf(ImportWork work)
    {
        string text = work.Table + "\n" + string.Join('\n', work.Files.Select(static f => f.Print.Sha256));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }

    private static ImportReport ReportOf(ImportWork work, ImportOutcome outcome, List<string> notes) => new()
    {
        Table = work.Table,
        Version = outcome.Version,
        Rows = outcome.Counts.Sum(static c => c.Rows),
        RowsQuarantined = outcome.Quarantined,
        QuarantineTable = outcome.Quarantined > 0 ? work.Table + QuarantineSuffix : null,
        Bytes = work.Files.Sum(static f => f.Print.Bytes),
        Elapsed = TimeSpan.Zero,
        Notes = notes,
        Columns = [.. work.Plan.Columns.Select(column => ColumnOf(column, work.Files))],
        Files = [.. work.Files.Zip(outcome.Counts, static (file, counts) => new ImportedFile
        {
            Path = file.File.DisplayPath,
            Sha256 = file.Print.Sha256,
            Bytes = file.Print.Bytes,
            Rows = counts.Rows,
            RowsQuarantined = counts.Quarantined,
            Format = file.File.Format,
            Dialect = file.Dialect,
        })],
    };

    private static ImportedColumn ColumnOf(PlannedColumn column, IReadOnlyList<SurveyedFile> files)
    {
        SurveyedColumn[] sources = [.. files.SelectMany(static f => f.Columns).Where(c => c.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase))];
        long values = sources.Sum(static c => c.Profile?.Values ?? 0);
        bool isText = column.Type.Kind == ColumnKind.Text;
        return new ImportedColumn
        {
            Name = column.Name,
            SourceName = column.SourceName,
            Type = column.Written.ToSql(),
            Format = isText ? null : sources.Select(static c => c.Decision.Format).FirstOrDefault(static f => f is not null),
            Values = values,
            Blanks = sources.Sum(static c => c.Profile?.Blanks ?? 0),
            NullTokens = isText ? [] : [.. sources.SelectMany(static c => c.Profile?.Tokens ?? []).Distinct().Order(StringComparer.Ordinal)],
        };
    }

    private sealed record ImportWork(string Table, ImportRequest Request, IReadOnlyList<SurveyedFile> Files, TablePlan Plan,
        ReadingRules Rules, ImportMeter Meter, string Folder);

    private sealed record ImportOutcome(long Version, long Quarantined, IReadOnlyList<(long Rows, long Quarantined)> Counts);
}
