using Apache.Arrow;
using Apache.Arrow.Types;

namespace Wallstreet.Lakehouse.Rows;

/// <summary>Collects the values of one column until an array is built from them.</summary>
internal abstract class ColumnWriter<TValue>
    where TValue : struct
{
    public abstract void Append(TValue value);

    public abstract void AppendNull();

    public abstract IArrowArray Build();
}

internal sealed class BooleanWriter : ColumnWriter<bool>
{
    private readonly BooleanArray.Builder _builder = new();

    public override void Append(bool value) => _builder.Append(value);

    public override void AppendNull() => _builder.AppendNull();

    public override IArrowArray Build() => _builder.Build();
}

internal sealed class Int32Writer : ColumnWriter<int>
{
    private readonly Int32Array.Builder _builder = new();

    public override void Append(int value) => _builder.Append(value);

    public override void AppendNull() => _builder.AppendNull();

    public override IArrowArray Build() => _builder.Build();
}

internal sealed class Int64Writer : ColumnWriter<long>
{
    private readonly Int64Array.Builder _builder = new();

    public override void Append(long value) => _builder.Append(value);

    public override void AppendNull() => _builder.AppendNull();

    public override IArrowArray Build() => _builder.Build();
}

internal sealed class DoubleWriter : ColumnWriter<double>
{
    private readonly DoubleArray.Builder _builder = new();

    public override void Append(double value) => _builder.Append(value);

    public override void AppendNull() => _builder.AppendNull();

    public override IArrowArray Build() => _builder.Build();
}

internal sealed class DecimalWriter(Decimal128Type type) : ColumnWriter<decimal>
{
    private readonly Decimal128Array.Builder _builder = new(type);

    // A price with more digits than the column holds is rounded half to even, as Banker's rounding in decimal.Round.
    public override void Append(decimal value) => _builder.Append(decimal.Round(value, type.Scale));

    public override void AppendNull() => _builder.AppendNull();

    public override IArrowArray Build() => _builder.Build();
}

internal sealed class DateWriter : ColumnWriter<DateOnly>
{
    private readonly Date32Array.Builder _builder = new();

    public override void Append(DateOnly value) => _builder.Append(value.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));

    public override void AppendNull() => _builder.AppendNull();

    public override IArrowArray Build() => _builder.Build();
}

internal sealed class TimestampWriter(TimestampType type) : ColumnWriter<DateTimeOffset>
{
    private readonly TimestampArray.Builder _builder = new(type);

    public override void Append(DateTimeOffset value) => _builder.Append(value.ToUniversalTime());

    public override void AppendNull() => _builder.AppendNull();

    public override IArrowArray Build() => _builder.Build();
}
