using System.Security.Cryptography;
using System.Text;
using Wallstreet.Lakehouse.Outputs;
using Wallstreet.Lakehouse.Partitions;
using Wallstreet.Lakehouse.Tables;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Partitions;
using Wallstreet.Query;

namespace Wallstreet.Lakehouse.SqlModels;

/// <summary>
/// Makes assets of a folder of SQL files: <c>models/silver/daily_bars.sql</c> is the asset <c>silver/daily_bars</c>, and
/// the tables that its statement reads are its upstreams.
/// </summary>
/// <param name="analyze">Parses a statement.</param>
public sealed class SqlModelLoader(Func<string, SqlAnalysis> analyze)
{
    /// <summary>Reads every <c>.sql</c> file of a folder and its subfolders, in the order of their paths.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="SqlModelException">A file is wrong; the error names file and line.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public IReadOnlyList<AssetDefinition> LoadFolder(string folder) => [.. LoadFolder(folder, static (_, error) => throw error)];

    /// <summary>Reads every <c>.sql</c> file of a folder and its subfolders, in the order of their paths.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="onError">Takes a file that is wrong, by its path below the folder; the file is then left out.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public IEnumerable<AssetDefinition> LoadFolder(string folder, Action<string, SqlModelException> onError)
    {
        ArgumentNullException.ThrowIfNull(onError);
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder {folder} with SQL models.");
        }

        return Directory.EnumerateFiles(folder, "*.sql", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => TryLoad(folder, Path.GetRelativePath(folder, file), onError))
            .OfType<AssetDefinition>();
    }

    /// <summary>Makes an asset of a file's text.</summary>
    /// <param name="relativePath">The path below the models' folder; it gives the key.</param>
    /// <param name="displayPath">The path that errors and pages show.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="SqlModelException">The text is wrong.</exception>
    public AssetDefinition Load(string relativePath, string displayPath, string text)
    {
        ArgumentNullException.ThrowIfNull(relativePath);
        string path = Path.ChangeExtension(relativePath, null).Replace(Path.DirectorySeparatorChar, '/');
        if (!AssetKey.TryParse(path, out AssetKey key))
        {
            throw new SqlModelException(displayPath, 1, 0, $"\"{path}\" is no asset key: name the file with letters, digits, '_' and '-'.");
        }

        SqlModelFile file = SqlModelFile.Parse(displayPath, text);
        SqlModelHeader header = SqlModelHeader.Parse(file);
        SqlAnalysis analysis = Analyze(file);
        AssetDefinition asset = new()
        {
            Key = key,
            Compute = _ => ValueTask.FromResult<object?>(AssetOutput.Sql(file.Text)),
            Description = header.Description,
            Owners = header.Owners,
            Tags = header.Tags,
            Kinds = ["sql", .. header.Kinds],
            Upstreams = Upstreams(file, header, analysis, key),
            Partitions = header.Partitions is { } partitions ? ToDefinition(file, partitions) : null,
            Batch = BatchPolicy.WholeRange,
            CodeVersion = header.CodeVersion ?? Fingerprint(file.Text),
            Source = new SourceLocation(displayPath, 1, "sql", text),
            Checks = [.. SqlChecks.KeyChecks(header.KeyColumns), .. header.Checks.Select(SqlChecks.RowCheck)],
        };
        asset = header.Group is { } group ? asset with { Group = group } : asset;
        return new TableSpec
        {
            PartitionColumn = header.PartitionColumn,
            PartitionBy = header.PartitionBy,
            Key = header.KeyColumns,
            Comments = header.ColumnComments,
            IsSynthetic = header.Tags.TryGetValue("synthetic", out string? synthetic) && synthetic is not ("partly" or "false"),
        }.ApplyTo(asset);
    }

    private AssetDefinition? TryLoad(string folder, string relativePath, Action<string, SqlModelException> onError)
    {
        try
        {
            return Load(relativePath, Path.Combine(Path.GetFileName(folder), relativePath), File.ReadAllText(Path.Combine(folder, relativePath)));
        }
        catch (SqlModelException error)
        {
            onError(relativePath, error);
            return null;
        }
    }

    private SqlAnalysis Analyze(SqlModelFile file)
    {
        SqlAnalysis analysis;
        try
        {
            analysis = analyze(file.Text);
        }
        catch (SqlSyntaxException error)
        {
            throw new SqlModelException(
                file.Path, Math.Max(1, error.Line), error.Column, $"{error.Problem} {error.Hint}".TrimEnd(), error);
        }

        return analysis.Kind == StatementKind.Read
            ? analysis
            : throw new SqlModelException(file.Path, 1, 0, $"A model is one SELECT statement; this is {analysis.Keyword}.");
    }

    private static List<AssetDependency> Upstreams(
        SqlModelFile file, SqlModelHeader header, SqlAnalysis analysis, AssetKey self)
    {
        List<AssetDependency> upstreams = [];
        foreach (TableReference reference in analysis.References)
        {
            if (reference.Name is not { } name || upstreams.Any(u => u.Key.ToTableName() == name))
            {
                continue;
            }

            if (!AssetKey.TryParse(name.Replace('.', '/'), out AssetKey upstream))
            {
                throw new SqlModelException(file.Path, reference.Line, reference.Column, $"\"{name}\" is no name of an asset's table.");
            }

            if (upstream == self)
            {
                throw new SqlModelException(file.Path, reference.Line, reference.Column,
                    $"The model reads its own table {name}; read an earlier version of it with AT, or split the model.");
            }

            upstreams.Add(new AssetDependency(upstream, header.MapAll.Contains(upstream) ? new PartitionMapping.All() : null));
        }

        return upstreams;
    }

    private static PartitionsDefinition ToDefinition(SqlModelFile file, SqlModelPartitions partitions)
    {
        SqlModelDirective line = file.Directives.First(static d => d.Word == "partitions");
        try
        {
            DateOnly? end = partitions.To?.AddDays(1);
            TimeWindowOptions Zone() => new() { TimeZone = TimeZoneInfo.FindSystemTimeZoneById(partitions.Argument), End = end };
            return partitions.Kind switch
            {
                "static" => new StaticPartitions(partitions.Argument.Split(',', StringSplitOptions.TrimEntries)),
                "sessions" => new SessionPartitions(ExchangeSessions.Get(partitions.Argument), partitions.From, end),
                "daily" => TimeWindowPartitions.Daily(partitions.From, Zone()),
                "monthly" => TimeWindowPartitions.Monthly(partitions.From, Zone()),
                _ => TimeWindowPartitions.Yearly(partitions.From, Zone()),
            };
        }
        catch (Exception error) when (error is ArgumentException or TimeZoneNotFoundException or FormatException)
        {
            throw new SqlModelException(file.Path, line.Line, 0, error.Message, error);
        }
    }

    /// <summary>Changes when the statement changes; comments and blanks between lines do not count.</summary>
    private static string Fingerprint(string text)
    {
        IEnumerable<string> lines = text.Split('\n')
            .Select(static line => line.Trim())
            .Where(static line => line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal));
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return Convert.ToHexStringLower(hash.AsSpan(0, 6));
    }
}
