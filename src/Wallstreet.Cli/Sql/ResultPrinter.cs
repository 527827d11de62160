using System.Globalization;
using Apache.Arrow.Types;
using Wallstreet.Cli.Commands;
using Wallstreet.Cli.Output;
using Wallstreet.Query;

namespace Wallstreet.Cli.Sql;

/// <summary>
/// Prints the rows of a statement: JSON and CSV whole and while they are computed, a table for people up to a number of
/// rows that is still read by people.
/// </summary>
internal static class ResultPrinter
{
    /// <summary>How many rows a table shows when nothing else was asked for.</summary>
    public const int TableRowsMax = 200;

    /// <summary>How many of the rows left out are counted; beyond, "more than" is said.</summary>
    private const long CountedMax = 10_000_000;

    public static async Task PrintAsync(
        CommandContext context, QueryResult result, long? limit, CancellationToken cancellationToken)
    {
        if (context.Rows.IsForPeople)
        {
            await PrintTableAsync(context, result, limit ?? TableRowsMax, cancellationToken).ConfigureAwait(false);
            return;
        }

        Stream output = context.Terminal.OpenOutput();
        await using (output.ConfigureAwait(false))
        {
            if (context.Options.Format == OutputFormat.Json)
            {
                await result.WriteJsonAsync(output, cancellationToken).ConfigureAwait(false);
                await output.WriteAsync("\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await result.WriteCsvAsync(output, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task PrintTableAsync(
        CommandContext context, QueryResult result, long rowsMax, CancellationToken cancellationToken)
    {
        List<object?[]> rows = [];
        long leftOut = 0;
        // Row by row, so that what lies beyond the limit is counted and not kept.
        await foreach (object?[] row in result.ReadRowsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (rows.Count < rowsMax)
            {
                rows.Add(row);
            }
            else if (++leftOut > CountedMax)
            {
                break;
            }
        }

        Column[] columns = [.. result.Columns.Select(static c => new Column(c.Name, IsNumber(c.ArrowType)))];
        context.Rows.Print(columns, rows, "No rows.");
        if (leftOut > 0)
        {
            string count = leftOut > CountedMax
                ? "More than " + CountedMax.ToString("N0", CultureInfo.InvariantCulture)
                : leftOut.ToString("N0", CultureInfo.InvariantCulture);
            context.Remark($"{count} more rows are not shown: --limit N shows more, --format csv or --output FILE gives all.");
        }
        else if (result.Truncated)
        {
            context.Remark("There are more rows: --limit leaves them out.");
        }
    }

    private static bool IsNumber(IArrowType type) => type.TypeId
        is ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64
        or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 or ArrowTypeId.UInt64
        or ArrowTypeId.Float or ArrowTypeId.Double or ArrowTypeId.Decimal128;
}
