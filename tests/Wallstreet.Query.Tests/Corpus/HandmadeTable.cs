using System.Globalization;
using System.Text;
using DuckDB.NET.Data;

namespace Wallstreet.Query.Tests.Corpus;

/// <summary>A table whose files and log are written by hand, as no one writer would.</summary>
internal sealed class HandmadeTable : IDisposable
{
    private readonly TestKit.TemporaryFolder _folder = new();
    private readonly StringBuilder _adds = new();
    private int _files;

    public HandmadeTable() => Directory.CreateDirectory(Path.Join(Folder, "_delta_log"));

    public string Folder => _folder["table"];

    /// <summary>Writes a file of a query's rows with DuckDB.</summary>
    /// <param name="query">The rows.</param>
    /// <param name="options">Further options of COPY.</param>
    /// <param name="statistics">What the log says of the file.</param>
    /// <param name="partition">The partition values as the log has them.</param>
    public void Add(string query, string options = "", string? statistics = null, string partition = "{}")
    {
        string name = $"f{_files++}.parquet";
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = $"COPY ({query}) TO '{Path.Join(Folder, name)}' (FORMAT parquet{(options.Length > 0 ? ", " + options : "")})";
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        string stats = statistics is null ? "" : $",\"stats\":{System.Text.Json.JsonSerializer.Serialize(statistics)}";
        _adds.Append(CultureInfo.InvariantCulture,
            $$$"""{"add":{"path":"{{{name}}}","partitionValues":{{{partition}}},"size":{{{new FileInfo(Path.Join(Folder, name)).Length}}},"modificationTime":1700000000000,"dataChange":true{{{stats}}}}}{{{"\n"}}}""");
    }

    /// <summary>Writes the log.</summary>
    public void Commit(string schema, string protocol, string configuration = "{}", string partitionColumns = "[]") => File.WriteAllText(
        Path.Join(Folder, "_delta_log", "00000000000000000000.json"),
        $$$"""
        {"protocol":{{{protocol}}}}
        {"metaData":{"id":"t","format":{"provider":"parquet","options":{}},"schemaString":{{{System.Text.Json.JsonSerializer.Serialize(schema)}}},"partitionColumns":{{{partitionColumns}}},"configuration":{{{configuration}}}}}
        {{{_adds}}}
        """);

    public void Dispose() => _folder.Dispose();
}
