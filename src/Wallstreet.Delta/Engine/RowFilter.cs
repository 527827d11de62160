using Apache.Arrow;
using Wallstreet.Delta.Engine.Arrays;
using Wallstreet.Delta.Scan;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Engine;

/// <summary>Keeps the rows of a batch for which a predicate is true.</summary>
internal sealed class RowFilter
{
    private readonly Predicate _predicate;
    private readonly StructType _schema;
    private readonly ColumnPath[] _columns;

    public RowFilter(Predicate predicate, StructType schema)
    {
        _predicate = predicate;
        _schema = schema;
        _columns = [.. predicate.Columns.Distinct()];
        ColumnPath? unknown = _columns.Cast<ColumnPath?>().FirstOrDefault(column => column!.Value.FindIn(schema) is null);
        if (unknown is not null)
        {
            throw new SchemaMismatchException($"The filter names the column '{unknown}', which the table does not have.");
        }
    }

    public List<int> Choose(RecordBatch batch)
    {
        Dictionary<ColumnPath, (IArrowArray[] Path, DeltaType Type)> arrays = [];
        foreach (ColumnPath column in _columns)
        {
            arrays[column] = (FindArrays(batch, column), column.FindIn(_schema)!.Type);
        }

        List<int> rows = [];
        for (int row = 0; row < batch.Length; row++)
        {
            int at = row;
            if (_predicate.Evaluate(_schema, column => Get(arrays[column], at)) is true)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private static Literal? Get((IArrowArray[] Path, DeltaType Type) column, int row)
    {
        foreach (IArrowArray outer in column.Path)
        {
            if (outer.IsNull(row))
            {
                return null;
            }
        }

        return ArrowLiterals.Get(column.Path[^1], column.Type, row);
    }

    private IArrowArray[] FindArrays(RecordBatch batch, ColumnPath column)
    {
        List<IArrowArray> arrays = [];
        DeltaType type = _schema;
        foreach (string name in column.Names)
        {
            StructField found = ((StructType)type).Find(name)!;
            arrays.Add(arrays.Count == 0
                ? batch.Column(found.Name)
                : ((StructArray)arrays[^1]).Fields[((StructType)type).IndexOf(name)]);
            type = found.Type;
        }

        return [.. arrays];
    }
}
