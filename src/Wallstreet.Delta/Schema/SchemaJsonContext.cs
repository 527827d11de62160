using System.Text.Json.Serialization;

namespace Wallstreet.Delta.Schema;

[JsonSerializable(typeof(string))]
internal sealed partial class SchemaJsonContext : JsonSerializerContext;
