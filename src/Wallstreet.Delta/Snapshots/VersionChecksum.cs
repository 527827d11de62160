using System.Buffers;
using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Actions.Json;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Snapshots;

/// <summary>What a version is, so that later readers see whether the log still says so. Protocol section "Version Checksum
/// File".</summary>
internal sealed record VersionChecksum(Protocol Protocol, Metadata Metadata)
{
    /// <summary>The commit that made the version.</summary>
    public string? TransactionId { get; init; }

    public required long SizeBytes { get; init; }

    public required long FileCount { get; init; }

    public long? InCommitTimestampMilliseconds { get; init; }

    /// <summary>All applications, or null where they are too many to repeat.</summary>
    public IReadOnlyCollection<ApplicationTransaction>? Applications { get; init; }

    /// <summary>All domains, or null where they are too many to repeat.</summary>
    public IReadOnlyCollection<DomainMetadata>? Domains { get; init; }

    /// <summary>The content of the file: one JSON object.</summary>
    public byte[] ToJson()
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter json = new(buffer, JsonText.WriterOptions))
        {
            json.WriteStartObject();
            json.Text("txnId", TransactionId);
            json.WriteNumber("tableSizeBytes", SizeBytes);
            json.WriteNumber("numFiles", FileCount);
            json.WriteNumber("numMetadata", 1);
            json.WriteNumber("numProtocol", 1);
            json.Number("inCommitTimestampOpt", InCommitTimestampMilliseconds);
            if (Applications is not null)
            {
                json.WriteStartArray("setTransactions");
                foreach (ApplicationTransaction application in Applications)
                {
                    json.WriteStartObject();
                    json.Body(application);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            if (Domains is not null)
            {
                json.WriteStartArray("domainMetadata");
                foreach (DomainMetadata domain in Domains)
                {
                    json.WriteStartObject();
                    json.Body(domain);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.Property("metadata", Metadata);
            json.Property(Protocol);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
