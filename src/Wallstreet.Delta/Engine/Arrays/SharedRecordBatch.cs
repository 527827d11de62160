using Apache.Arrow;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>A batch whose arrays use the memory of another batch, which goes when this one goes.</summary>
internal sealed class SharedRecordBatch(
    Apache.Arrow.Schema schema, IEnumerable<IArrowArray> arrays, int length, RecordBatch source)
    : RecordBatch(schema, arrays, length)
{
#pragma warning disable CA2215 // See below.
    protected override void Dispose(bool disposing)
#pragma warning restore CA2215
    {
        // The arrays' memory is the source's, or managed: disposing of both would release the former twice.
        if (disposing)
        {
            source.Dispose();
        }
    }
}
