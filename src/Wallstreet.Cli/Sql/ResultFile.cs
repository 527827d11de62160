using System.Globalization;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Query;

namespace Wallstreet.Cli.Sql;

/// <summary>The file that the rows of a statement go to. It appears when it is whole.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">The kind of file.</param>
internal sealed record ResultFile(string Path, ResultFileKind Kind)
{
    /// <summary>Tells the kind from the name, and where that says nothing from <c>--format</c>.</summary>
    /// <exception cref="UsageException">Neither says.</exception>
    public static ResultFile For(string path, OutputFormat format)
    {
        ResultFileKind? kind = System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".CSV" => ResultFileKind.Csv,
            ".JSON" => ResultFileKind.Json,
            ".ARROW" or ".ARROWS" => ResultFileKind.Arrow,
            _ when format == OutputFormat.Json => ResultFileKind.Json,
            _ when format == OutputFormat.Csv => ResultFileKind.Csv,
            _ => null,
        };
        return new ResultFile(path, kind ?? throw new UsageException(
            $"--output: the name {path} does not say what kind of file it is: end it with .csv, .json or .arrow, or add --format csv or json."));
    }

    /// <summary>Writes all rows.</summary>
    public async Task WriteAsync(CommandContext context, QueryResult result, CancellationToken cancellationToken)
    {
        string whole = System.IO.Path.GetFullPath(Path);
        string unfinished = $"{whole}.{Guid.NewGuid():N}.unfinished";
        try
        {
            FileStream stream = File.Create(unfinished);
            await using (stream.ConfigureAwait(false))
            {
                await WriteAsync(result, stream, cancellationToken).ConfigureAwait(false);
            }

            File.Move(unfinished, whole, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        context.Remark(string.Create(CultureInfo.InvariantCulture, $"{result.RowCount:N0} rows are in {Path}."));
    }

    private Task WriteAsync(QueryResult result, Stream stream, CancellationToken cancellationToken) => Kind switch
    {
        ResultFileKind.Csv => result.WriteCsvAsync(stream, cancellationToken),
        ResultFileKind.Json => result.WriteJsonAsync(stream, cancellationToken),
        _ => result.WriteArrowAsync(stream, cancellationToken),
    };
}

/// <summary>What a result can be written as.</summary>
internal enum ResultFileKind
{
    /// <summary>RFC 4180 with a line of names.</summary>
    Csv,

    /// <summary>One array of objects.</summary>
    Json,

    /// <summary>An Arrow IPC stream.</summary>
    Arrow,
}
