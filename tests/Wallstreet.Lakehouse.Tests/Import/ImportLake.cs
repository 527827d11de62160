using System.Globalization;
using System.Text;
using Wallstreet.Delta;
using Wallstreet.Lakehouse.Import;
using Wallstreet.Query;
using Wallstreet.Storage;

namespace Wallstreet.Lakehouse.Tests.Import;

/// <summary>A lake in a temporary folder, files to import, and what came of them.</summary>
internal sealed class ImportLake : IAsyncDisposable
{
    private readonly TestKit.TemporaryFolder _folder = new();
    private readonly ObjectStoreFactory _stores = new(new ObjectStoreOptions());

    public ImportLake()
    {
        Catalog = new FolderCatalog(_stores.Open(_folder["lake"]));
        QueryOptions options = new() { TempDirectory = _folder["temp"], CacheDirectory = _folder["cache"], Threads = 2 };
        Engine = new QueryEngine(Catalog, _stores, options, TimeProvider.System);
        Importer = new TableImporter(Catalog, Engine, TimeProvider.System);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public FolderCatalog Catalog { get; }

    public QueryEngine Engine { get; }

    public TableImporter Importer { get; }

    public string Folder => _folder["in"];

    public string Write(string name, string text, Encoding? encoding = null)
    {
        Encoding used = encoding ?? new UTF8Encoding(false);
        return _folder.WriteFile("in/" + name, [.. used.GetPreamble(), .. used.GetBytes(text)]);
    }

    public string WriteBytes(string name, byte[] bytes) => _folder.WriteFile("in/" + name, bytes);

    public Task<ImportReport> ImportAsync(ImportRequest request) => Importer.ImportAsync(request, null, Token);

    /// <summary>Imports one text as a CSV file into the table <c>t</c>.</summary>
    public Task<ImportReport> ImportTextAsync(string text, Func<ImportRequest, ImportRequest>? with = null, Encoding? encoding = null)
    {
        ImportRequest request = new("t", [Write("t.csv", text, encoding)]);
        return ImportAsync(with is null ? request : with(request));
    }

    /// <summary>The rows of a statement: cells by comma, rows by bar.</summary>
    public async Task<string> RowsAsync(string sql)
    {
        await using QueryResult result = await Engine.QueryAsync(sql, null, Token);
        List<string> rows = [];
        await foreach (object?[] row in result.ReadRowsAsync(Token))
        {
            rows.Add(string.Join(",", row.Select(Text)));
        }

        return string.Join("|", rows);
    }

    public Task<string> QuarantineAsync(string table = "t") =>
        RowsAsync($"SELECT line, coalesce(column_name, '-'), reason FROM {table}_quarantine ORDER BY source_file, line");

    public async Task<DeltaTable> TableAsync(string name = "t") =>
        await Catalog.FindTableAsync(name, Token) ?? throw new InvalidOperationException(name);

    public static string Types(ImportReport report) => string.Join(" ", report.Columns.Select(c => $"{c.Name}:{c.Type}"));

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _stores.Dispose();
        _folder.Dispose();
    }

    private static string Text(object? cell) => cell switch
    {
        null => "null",
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
