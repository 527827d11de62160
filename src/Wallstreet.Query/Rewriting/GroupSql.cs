using System.Globalization;
using System.Text;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Files;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Rewriting;

/// <summary>Writes the query over files that are read together.</summary>
internal sealed class GroupSql
{
    /// <summary>
    /// Up to how many files partition values come from a list by the file's number, which DuckDB prunes by; beyond,
    /// the list costs more than a join.
    /// </summary>
    private const int ListedFilesMax = 256;

    private readonly IReadOnlyList<StructField> _fields;
    private readonly IReadOnlyList<StructField> _stored;
    private readonly StructField[] _partitions;
    private readonly ColumnMappingMode _mapping;
    private readonly FileGroup _group;
    private readonly FileProjection _projection;
    private readonly bool _joined;

    public GroupSql(Metadata metadata, IReadOnlyList<StructField> stored, FileGroup group, bool keepsVariants)
    {
        _fields = metadata.Schema.Fields;
        _stored = stored;
        _partitions = [.. _fields.Except(stored)];
        _mapping = metadata.ColumnMapping;
        _group = group;
        _projection = new FileProjection(_mapping, keepsVariants);
        _joined = group.Files.Count > ListedFilesMax && _partitions.Any(field => Values(field).Skip(1).Any());
    }

    /// <summary>The number of a row's file among all files of the scan.</summary>
    public string FileNumber => _group.Numbers is { } numbers
        ? new StringBuilder().AppendList(numbers.Select(static number => SqlText.Number(number)))
            .Append("[(f.file_index + 1)::BIGINT]::UBIGINT").ToString()
        : "f.file_index";

    /// <summary>The table's columns, in its order.</summary>
    public IEnumerable<string> Columns()
    {
        for (int index = 0; index < _fields.Count; index++)
        {
            StructField field = _fields[index];
            int partition = Array.IndexOf(_partitions, field);
            yield return $"{(partition >= 0 ? Constant(field, partition) : Stored(field))} AS {SqlText.Name(field.Name)}";
        }
    }

    /// <summary>What follows FROM.</summary>
    public void AppendFiles(StringBuilder builder, long? rowCount)
    {
        builder.Append(" FROM read_parquet(")
            .AppendList(_group.Files.Select(static file => SqlText.Text(GlobText.Escape(file.Path))));
        if (_group is { Uniform: false, Shape: null } && _stored.Count > 0)
        {
            builder.Append(", schema = MAP {").AppendJoin(", ", _stored.Select(SchemaOf)).Append('}');
        }

        if (rowCount is > 0)
        {
            builder.Append(CultureInfo.InvariantCulture, $", explicit_cardinality = {rowCount.Value}");
        }

        builder.Append(", hive_partitioning = false) AS f");
        if (_joined)
        {
            AppendJoin(builder);
        }
    }

    private string SchemaOf(StructField field, int position) => string.Create(CultureInfo.InvariantCulture,
        $"{Key(field)}: {{name: 'c{position}', type: {SqlText.Text(DuckTypes.Name(field.Type))}, default_value: NULL}}");

    private string Stored(StructField field)
    {
        if (_group.Uniform)
        {
            return $"CAST(f.{SqlText.Name(field.GetPhysicalName(_mapping))} AS {DuckTypes.Name(field.Type)})";
        }

        if (_group.Shape is { } shape)
        {
            FileColumn? column = FileShape.Find(shape.Columns, field, _mapping);
            return _projection.Of(column is null ? "" : $"f.{SqlText.Name(column.Name)}", field.Type, column);
        }

        int position = _stored.TakeWhile(other => other != field).Count();
        return string.Create(CultureInfo.InvariantCulture, $"f.c{position}");
    }

    private void AppendJoin(StringBuilder builder)
    {
        builder.Append(" JOIN (SELECT i");
        for (int column = 0; column < _partitions.Length; column++)
        {
            builder.Append(CultureInfo.InvariantCulture, $", {Cast(_partitions[column], $"v{column}")} AS p{column}");
        }

        builder.Append(" FROM (VALUES ");
        builder.AppendJoin(",", _group.Files.Select((file, i) => $"({SqlText.Number(i)}::UBIGINT"
            + string.Concat(_partitions.Select(field => "," + RawText(Raw(field, file)))) + ")"));
        builder.Append(") AS v(i");
        for (int column = 0; column < _partitions.Length; column++)
        {
            builder.Append(CultureInfo.InvariantCulture, $", v{column}");
        }

        builder.Append(")) AS p ON p.i = f.file_index");
    }

    private string Constant(StructField field, int position)
    {
        if (_joined)
        {
            return string.Create(CultureInfo.InvariantCulture, $"p.p{position}");
        }

        string?[] distinct = [.. Values(field).Take(2)];
        if (distinct.Length == 1)
        {
            return Cast(field, RawText(distinct[0]));
        }

        IEnumerable<string> values = _group.Files.Select(file => Cast(field, RawText(Raw(field, file))));
        return new StringBuilder().AppendList(values).Append("[(f.file_index + 1)::BIGINT]").ToString();
    }

    private IEnumerable<string?> Values(StructField field) => _group.Files.Select(file => Raw(field, file)).Distinct();

    private string? Raw(StructField field, LocalFile file)
    {
        // The protocol: an empty text is a null, for every type.
        return file.Add.PartitionValues.TryGetValue(field.GetPhysicalName(_mapping), out string? value)
            && !string.IsNullOrEmpty(value) ? Plain(value, field.Type) : null;
    }

    /// <summary>Spark writes small decimals with exponents, of which DuckDB does not read all.</summary>
    private static string Plain(string value, DeltaType type) =>
        type is DecimalType && value.Contains('E', StringComparison.OrdinalIgnoreCase) && PartitionText.TryParse(value, type) is { } number
            ? number.ToString()
            : value;

    private static string RawText(string? raw) => raw is null ? "NULL::VARCHAR" : SqlText.Text(raw);

    private static string Cast(StructField field, string value) =>
        field.Type is PrimitiveType { Kind: PrimitiveKind.Binary }
            ? $"encode({value})"
            : $"CAST({value} AS {DuckTypes.Name(field.Type)})";

    private string Key(StructField field) =>
        _mapping == ColumnMappingMode.Id && field.MappedId is { } id
            ? id.ToString(CultureInfo.InvariantCulture)
            : SqlText.Text(field.GetPhysicalName(_mapping));
}
