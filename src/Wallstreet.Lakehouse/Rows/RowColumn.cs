using System.Reflection;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Lakehouse.Rows;

/// <summary>One column of a row type while a batch is built.</summary>
internal abstract class RowColumn<T>
{
    public required Field Field { get; init; }

    public string? Comment { get; init; }

    /// <summary>Adds the row's value.</summary>
    public abstract void Append(T row);

    /// <summary>The values since the last call, as an array; the column is empty afterwards.</summary>
    public abstract IArrowArray Build();

    /// <summary>A column of the same kind with no values.</summary>
    public abstract RowColumn<T> Fresh();

    public static RowColumn<T> For(PropertyInfo property)
    {
        ColumnAttribute attribute = FindAttribute(property) ?? new ColumnAttribute();
        string name = attribute.Name ?? SnakeCase(property.Name);
        Type type = property.PropertyType;
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        bool nullable = value != type
            || (!type.IsValueType && new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull);
        Field ColumnField(IArrowType arrow) => new(name, arrow, nullable);

        RowColumn<T> Make<TValue>(IArrowType arrow, Func<IArrowType, ColumnWriter<TValue>> writer) where TValue : struct
        {
            Func<T, TValue?> get = value != type
                ? property.GetMethod!.CreateDelegate<Func<T, TValue?>>()
                : Lift(property.GetMethod!.CreateDelegate<Func<T, TValue>>());
            return new ValueColumn<T, TValue>(get, () => writer(arrow)) { Field = ColumnField(arrow), Comment = attribute.Comment };
        }

        return value switch
        {
            _ when value == typeof(string) => new TextColumn<T>(property.GetMethod!.CreateDelegate<Func<T, string?>>())
            {
                Field = ColumnField(StringType.Default),
                Comment = attribute.Comment,
            },
            _ when value == typeof(bool) => Make<bool>(BooleanType.Default, static _ => new BooleanWriter()),
            _ when value == typeof(int) => Make<int>(Int32Type.Default, static _ => new Int32Writer()),
            _ when value == typeof(long) => Make<long>(Int64Type.Default, static _ => new Int64Writer()),
            _ when value == typeof(double) => Make<double>(DoubleType.Default, static _ => new DoubleWriter()),
            _ when value == typeof(decimal) => Make<decimal>(
                new Decimal128Type(attribute.Precision, attribute.Scale), static t => new DecimalWriter((Decimal128Type)t)),
            _ when value == typeof(DateOnly) => Make<DateOnly>(Date32Type.Default, static _ => new DateWriter()),
            _ when value == typeof(DateTimeOffset) => Make<DateTimeOffset>(
                new TimestampType(TimeUnit.Microsecond, "UTC"), static t => new TimestampWriter((TimestampType)t)),
            _ => throw new RowTypeException($"{typeof(T).Name}.{property.Name} is a {value.Name}, which is no column type; "
                + "use string, bool, int, long, double, decimal, DateOnly or DateTimeOffset."),
        };
    }

    private static Func<T, TValue?> Lift<TValue>(Func<T, TValue> get) where TValue : struct => row => get(row);

    private static ColumnAttribute? FindAttribute(PropertyInfo property) =>
        property.GetCustomAttribute<ColumnAttribute>()
        ?? typeof(T).GetConstructors()
            .SelectMany(static c => c.GetParameters())
            .FirstOrDefault(p => p.Name == property.Name)?
            .GetCustomAttribute<ColumnAttribute>();

    private static string SnakeCase(string name)
    {
        StringBuilder snake = new(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(name[i]));
        }

        return snake.ToString();
    }
}

internal sealed class ValueColumn<T, TValue>(Func<T, TValue?> get, Func<ColumnWriter<TValue>> open) : RowColumn<T>
    where TValue : struct
{
    private ColumnWriter<TValue> _writer = open();

    public override void Append(T row)
    {
        TValue? value = get(row);
        if (value is { } present)
        {
            _writer.Append(present);
        }
        else
        {
            _writer.AppendNull();
        }
    }

    public override IArrowArray Build()
    {
        IArrowArray array = _writer.Build();
        _writer = open();
        return array;
    }

    public override RowColumn<T> Fresh() => new ValueColumn<T, TValue>(get, open) { Field = Field, Comment = Comment };
}

internal sealed class TextColumn<T>(Func<T, string?> get) : RowColumn<T>
{
    private StringArray.Builder _builder = new();

    public override void Append(T row)
    {
        if (get(row) is { } text)
        {
            _builder.Append(text);
        }
        else
        {
            _builder.AppendNull();
        }
    }

    public override IArrowArray Build()
    {
        StringArray array = _builder.Build();
        _builder = new StringArray.Builder();
        return array;
    }

    public override RowColumn<T> Fresh() => new TextColumn<T>(get) { Field = Field, Comment = Comment };
}
