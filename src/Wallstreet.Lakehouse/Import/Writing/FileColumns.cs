using Wallstreet.Lakehouse.Import.Records;
using Wallstreet.Lakehouse.Import.Survey;
using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Writing;

/// <summary>How the columns of the table come from one file.</summary>
internal sealed class FileColumns
{
    private const int Absent = -1;

    private readonly int[] _cells;
    private readonly string?[] _constants;

    public FileColumns(TablePlan plan, SurveyedFile file, ReadingRules rules)
    {
        string[] names = [.. file.Columns.Select(static c => c.Name)];
        _cells = [.. plan.Columns.Select(c => c.Template is null ? Find(names, c) : Absent)];
        _constants = [.. plan.Columns.Select(c => c.Template switch
        {
            null => null,
            TablePlan.SourceTemplate => file.File.DisplayPath,
            _ => file.File.Fill(c.Template),
        })];
        Readers = [.. plan.Columns.Select((c, i) => new CellReader(
            c.Type, _cells[i] >= 0 ? file.Columns[_cells[i]].Decision.Style : new TextStyle('.', DateOrder.MonthFirst), rules))];
    }

    /// <summary>The readers of the table's columns.</summary>
    public IReadOnlyList<CellReader> Readers { get; }

    /// <summary>The text of a column in the current record.</summary>
    public ReadOnlySpan<char> CellOf(int column, RecordReader records) => _constants[column] is { } constant
        ? constant
        : _cells[column] == Absent ? default : records.GetCell(_cells[column]);

    private static int Find(string[] names, PlannedColumn column) =>
        Array.FindIndex(names, name => name.Equals(column.Name, StringComparison.OrdinalIgnoreCase));
}
