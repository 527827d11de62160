using Apache.Arrow;
using Wallstreet.Delta.Schema;
using Wallstreet.Lakehouse.Import.Typing;
using Field = Apache.Arrow.Field;

namespace Wallstreet.Lakehouse.Import.Survey;

/// <summary>A column of the rows that an import writes.</summary>
/// <param name="Name">Its name in the table.</param>
/// <param name="Type">Its type; unknown where no file has a value, which is written as text.</param>
internal sealed record PlannedColumn(string Name, ColumnType Type)
{
    /// <summary>The text that gives the same value for all rows of a file; null for a column of the files.</summary>
    public string? Template { get; init; }

    /// <summary>The name that the first file gives it.</summary>
    public string? SourceName { get; init; }

    /// <summary>Whether a table or an option gives the type.</summary>
    public bool IsGiven { get; init; }

    /// <summary>The type that is written.</summary>
    public ColumnType Written => Type.Kind == ColumnKind.Unknown ? ColumnType.Text : Type;
}

/// <summary>The columns that the files of an import have together.</summary>
internal sealed class TablePlan
{
    /// <summary>The template that stands for a file as messages name it.</summary>
    public const string SourceTemplate = "\0source";

    private TablePlan(IReadOnlyList<PlannedColumn> columns) => Columns = columns;

    public IReadOnlyList<PlannedColumn> Columns { get; }

    /// <summary>The columns in Arrow.</summary>
    public Schema ArrowSchema =>
        new([.. Columns.Select(static c => new Field(c.Name, c.Written.ToArrow(), nullable: true))], null);

    /// <summary>Unites the columns of files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="request">What columns to add, which types to force.</param>
    /// <param name="existing">The columns of the table; null for a new one, or one that is overwritten.</param>
    /// <param name="notes">Gets conflicts.</param>
    /// <exception cref="ImportException">Columns do not fit together, or the table.</exception>
    public static TablePlan Of(
        IReadOnlyList<SurveyedFile> files, ImportRequest request, StructType? existing, ICollection<string> notes)
    {
        List<PlannedColumn> columns = [.. request.SetColumns.Select(static set =>
            new PlannedColumn(set.Key, ColumnType.Text) { Template = set.Value })];
        columns.AddRange(Unite(files, notes));
        if (request.SourceColumn is { } source && (files.Count > 1 || request.SourceColumnAlways))
        {
            columns.Add(new PlannedColumn(source, ColumnType.Text) { Template = SourceTemplate });
        }

        RequireDistinct(columns);
        RequireKnown(columns, request.Types.Keys, "--type names");
        RequireKnown(columns, request.MergeKeys, "--key names");
        return new TablePlan([.. columns.Select(column => Given(column, request, existing, notes))]);
    }

    private static IEnumerable<PlannedColumn> Unite(IReadOnlyList<SurveyedFile> files, ICollection<string> notes)
    {
        Dictionary<string, PlannedColumn> united = new(StringComparer.Ordinal);
        Dictionary<string, string> firstFile = new(StringComparer.Ordinal);
        List<string> order = [];
        foreach (SurveyedFile file in files)
        {
            foreach (SurveyedColumn column in file.Columns)
            {
                ColumnType type = column.Decision.Type;
                if (!united.TryGetValue(column.Name, out PlannedColumn? known))
                {
                    order.Add(column.Name);
                    united.Add(column.Name, new PlannedColumn(column.Name, type) { SourceName = column.SourceName });
                    firstFile.Add(column.Name, file.File.DisplayPath);
                    continue;
                }

                ColumnType union = known.Type.Union(type);
                if (union.Kind == ColumnKind.Text && known.Type.Kind != ColumnKind.Text)
                {
                    notes.Add($"{column.Name}: is {known.Type.ToSql()} in {firstFile[column.Name]} and {type.ToSql()} in "
                        + $"{file.File.DisplayPath}; it became text.");
                }

                united[column.Name] = known with { Type = union };
            }
        }

        NoteAbsent(files, united.Keys, notes);
        return order.Select(name => united[name]);
    }

    private static void NoteAbsent(IReadOnlyList<SurveyedFile> files, IEnumerable<string> names, ICollection<string> notes)
    {
        foreach (string name in names)
        {
            SurveyedFile[] without = [.. files.Where(f => f.Columns.All(c => c.Name != name))];
            if (without.Length > 0)
            {
                notes.Add($"{name}: is not in {without[0].File.DisplayPath}{(without.Length > 1 ? $" and {without.Length - 1} more files" : "")}; null there.");
            }
        }
    }

    private static PlannedColumn Given(
        PlannedColumn column, ImportRequest request, StructType? existing, ICollection<string> notes)
    {
        if (request.Types.FirstOrDefault(t => t.Key.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) is { Key: not null } forced)
        {
            return column with { Type = ColumnType.Parse(column.Name, forced.Value), IsGiven = true };
        }

        if (existing?.Find(column.Name) is not { } field)
        {
            if (existing is not null)
            {
                notes.Add($"{column.Name}: is new in the table; its older rows have null there.");
            }

            return column;
        }

        ColumnType type = ColumnType.Find(field.Type)
            ?? throw new ImportException($"The table's column {field.Name} is of the type {field.Type}, which an import cannot write. "
                + "Import to another table, or with --mode overwrite.");
        return column with { Name = field.Name, Type = type, IsGiven = true };
    }

    private static void RequireDistinct(IEnumerable<PlannedColumn> columns)
    {
        string? twice = columns.GroupBy(static c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static g => g.Skip(1).Any())?.Key;
        if (twice is not null)
        {
            throw new ImportException($"The files have a column {twice} already. Name the added column otherwise (--set other={{name}}, "
                + "--source-column other, or --no-source-column).");
        }
    }

    private static void RequireKnown(IReadOnlyList<PlannedColumn> columns, IEnumerable<string> names, string who)
    {
        foreach (string name in names)
        {
            if (columns.All(c => !c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                throw new ImportException($"{who} a column {name}, which the files do not have. They have "
                    + $"{string.Join(", ", columns.Select(static c => c.Name))}.");
            }
        }
    }
}
