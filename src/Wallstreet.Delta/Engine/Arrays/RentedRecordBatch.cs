using Apache.Arrow;

namespace Wallstreet.Delta.Engine.Arrays;

/// <summary>A batch whose arrays use rented memory, which goes back when the batch goes; what nobody disposes of is
/// collected.</summary>
internal sealed class RentedRecordBatch(
    Apache.Arrow.Schema schema, IEnumerable<IArrowArray> arrays, int length, RentedBuffers memory)
    : RecordBatch(schema, arrays, length)
{
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            memory.Return();
        }
    }
}
