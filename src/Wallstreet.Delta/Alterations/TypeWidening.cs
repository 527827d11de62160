using System.Text.Json;
using System.Text.Json.Nodes;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Alterations;

/// <summary>Gives columns wider types without touching a file. Protocol section "Type Widening".</summary>
public static class TypeWidening
{
    private const string ChangesKey = "delta.typeChanges";

    /// <summary>Whether the protocol lets a column of one type become one of another: every value of the first is one of
    /// the second.</summary>
    /// <param name="from">The type that files have.</param>
    /// <param name="to">The type that the table is to have.</param>
    /// <returns>Whether it may.</returns>
    public static bool IsAllowed(DeltaType from, DeltaType to) => (from, to) switch
    {
        (DecimalType a, DecimalType b) => b.Scale >= a.Scale && b.Precision - b.Scale >= a.Precision - a.Scale && a != b,
        (PrimitiveType { Kind: PrimitiveKind.Byte or PrimitiveKind.Short or PrimitiveKind.Integer }, DecimalType b) =>
            b.Precision - b.Scale >= 10,
        (PrimitiveType { Kind: PrimitiveKind.Long }, DecimalType b) => b.Precision - b.Scale >= 20,
        (PrimitiveType a, PrimitiveType b) => IsAllowed(a.Kind, b.Kind),
        _ => false,
    };

    /// <summary>Gives a column, or the elements, keys or values within it, a wider type.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <param name="path">The column; <c>element</c>, <c>key</c> and <c>value</c> lead into arrays and maps.</param>
    /// <param name="type">The wider type.</param>
    /// <returns>The change.</returns>
    /// <exception cref="SchemaMismatchException">There is no such column, its type cannot become the other one, or a rule
    /// speaks of it.</exception>
    /// <exception cref="UnsupportedFeatureException">The table does not allow wider types.</exception>
    public static Alteration ChangeType(Snapshot snapshot, ColumnPath path, DeltaType type)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(type);
        DeltaType? old = null;
        SchemaEditor.Edit(snapshot.Schema, path.Names, 0, found => old = found, () => SchemaEditor.NoColumn(path, snapshot.Schema));
        if (old == type)
        {
            return ColumnAlterations.Of(snapshot, snapshot.Schema, "CHANGE COLUMN", Described(path, type));
        }

        bool wasVoid = old == PrimitiveType.Void;
        Require(snapshot, path, old!, type, wasVoid);
        StructType schema = (StructType)SchemaEditor.Edit(
            snapshot.Schema, path.Names, 0, _ => type, () => SchemaEditor.NoColumn(path, snapshot.Schema));
        if (!wasVoid)
        {
            (ColumnPath field, string? within) = SplitAtField(snapshot.Schema, path);
            schema = SchemaEditor.Replace(schema, field, column => Record(column, old!, type, within));
        }

        return ColumnAlterations.Of(snapshot, schema, "CHANGE COLUMN", Described(path, type));
    }

    /// <summary>Forgets the types that columns had before. That holds only if no file has them any more: whoever commits
    /// it has looked at every file.</summary>
    /// <param name="snapshot">The version to change.</param>
    /// <returns>The change; <see langword="null"/> if no column had another type.</returns>
    public static Alteration? ForgetChanges(Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return Transactions.ProtocolGate.AllFields(snapshot.Schema).Any(WasWidened)
            ? new Alteration(snapshot, snapshot.Metadata.WithSchema((StructType)Forget(snapshot.Schema)), snapshot.Protocol, "DROP FEATURE")
            {
                Parameters = new Dictionary<string, string> { ["featureName"] = TableFeatures.TypeWidening },
                ReadsWholeTable = true,
            }
            : null;
    }

    /// <summary>Whether a column, or what lies in its arrays and maps, had a narrower type that files may still have.</summary>
    /// <param name="field">The column.</param>
    /// <returns>Whether it had.</returns>
    public static bool WasWidened(StructField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.Metadata.ContainsKey(ChangesKey);
    }

    private static DeltaType Forget(DeltaType type) => type switch
    {
        StructType structure => new StructType([.. structure.Fields.Select(static field => field with
        {
            Type = Forget(field.Type),
            Metadata = field.Metadata.Where(static pair => pair.Key != ChangesKey)
                .ToDictionary(static pair => pair.Key, static pair => pair.Value),
        })]),
        ArrayType array => array with { ElementType = Forget(array.ElementType) },
        MapType map => map with { KeyType = Forget(map.KeyType), ValueType = Forget(map.ValueType) },
        _ => type,
    };

    private static (string Key, string Value)[] Described(ColumnPath path, DeltaType type) =>
        [("column", path.ToString()), ("type", type.DisplayName)];

    private static bool IsAllowed(PrimitiveKind from, PrimitiveKind to) => (from, to) switch
    {
        (PrimitiveKind.Byte, PrimitiveKind.Short or PrimitiveKind.Integer or PrimitiveKind.Long or PrimitiveKind.Double) => true,
        (PrimitiveKind.Short, PrimitiveKind.Integer or PrimitiveKind.Long or PrimitiveKind.Double) => true,
        (PrimitiveKind.Integer, PrimitiveKind.Long or PrimitiveKind.Double) => true,
        (PrimitiveKind.Float, PrimitiveKind.Double) => true,
        (PrimitiveKind.Date, PrimitiveKind.TimestampNtz) => true,
        _ => false,
    };

    private static void Require(Snapshot snapshot, ColumnPath path, DeltaType old, DeltaType type, bool wasVoid)
    {
        if (!wasVoid && !IsAllowed(old, type))
        {
            throw new SchemaMismatchException(
                $"The column '{path}' cannot become {type}: it is {old}. A type becomes a wider one only: byte, short, int, long; "
                + "these and float become double, but long; date becomes timestamp_ntz; decimals and whole numbers become decimals "
                + "with as many digits before and after the point.");
        }

        ColumnReferences.RequireNoExpression(snapshot.Metadata, path, "given another type");
        if (path.Names.Count == 1 && IdentityColumn.Is(snapshot.Schema.Find(path.Names[0])!))
        {
            throw new SchemaMismatchException($"The column '{path}' is an identity column, which stays a long.");
        }

        if (!wasVoid && !snapshot.Metadata.IsEnabled("delta.enableTypeWidening"))
        {
            throw new UnsupportedFeatureException(
                TableFeatures.TypeWidening,
                $"The column '{path}' cannot become {type}: the table does not allow wider types. Set the property "
                + "delta.enableTypeWidening = true, which needs readers and writers that know the feature, then try again.");
        }
    }

    /// <summary>The nearest field, whose metadata keeps the history, and the way from it to the type.</summary>
    private static (ColumnPath Field, string? Within) SplitAtField(StructType schema, ColumnPath path)
    {
        DeltaType type = schema;
        int field = 0;
        for (int depth = 0; depth < path.Names.Count; depth++)
        {
            if (type is StructType structure)
            {
                field = depth + 1;
                type = structure.Find(path.Names[depth])!.Type;
            }
            else
            {
                type = (type, path.Names[depth].ToUpperInvariant()) switch
                {
                    (ArrayType array, _) => array.ElementType,
                    (MapType map, "KEY") => map.KeyType,
                    _ => ((MapType)type).ValueType,
                };
            }
        }

        string[] rest = [.. path.Names.Skip(field)];
        return (new ColumnPath(path.Names.Take(field)), rest.Length == 0 ? null : string.Join('.', rest).ToLowerInvariant());
    }

    private static StructField Record(StructField column, DeltaType from, DeltaType to, string? within)
    {
        JsonArray changes = column.Metadata.TryGetValue(ChangesKey, out JsonElement known) && known.ValueKind == JsonValueKind.Array
            ? JsonArray.Create(known)!
            : [];
        JsonObject change = new() { ["fromType"] = from.DisplayName, ["toType"] = to.DisplayName };
        if (within is not null)
        {
            change["fieldPath"] = within;
        }

        JsonArray all = [.. changes.Select(static item => item?.DeepClone()), change];
        using JsonDocument document = JsonDocument.Parse(all.ToJsonString());
        return column with
        {
            Metadata = new Dictionary<string, JsonElement>(column.Metadata) { [ChangesKey] = document.RootElement.Clone() },
        };
    }
}
