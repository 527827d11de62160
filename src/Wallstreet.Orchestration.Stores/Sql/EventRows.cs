using System.Data.Common;
using System.Text.Json;
using Wallstreet.Orchestration.Events;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Reads events from rows whose columns are the sequence and the body.</summary>
internal static class EventRows
{
    internal static RunEvent Read(DbDataReader row)
    {
        long sequence = row.GetInt64(0);
        byte[] body = row.GetFieldValue<byte[]>(1);
        try
        {
            return RunEventJson.Deserialize(body) with { Sequence = sequence };
        }
        catch (JsonException exception)
        {
            throw new OrchestrationStoreException(
                $"The event {sequence} of the log cannot be read: {exception.Message} The store was changed by something other "
                + "than Wallstreet, or is damaged; restore it from a backup.",
                exception);
        }
    }

    internal static T ReadAs<T>(DbDataReader row) where T : RunEvent =>
        Read(row) as T ?? throw new OrchestrationStoreException(
            $"The event {row.GetInt64(0)} of the log should be {RunEventTypes.GetName<T>()} and is not: the store is damaged; restore it from a backup.");
}
