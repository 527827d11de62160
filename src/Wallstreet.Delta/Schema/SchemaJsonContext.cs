using System.Text.Json.Serialization;

namespace Wallstreet.Delta.Schema;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
internal sealed partial class SchemaJsonContext : JsonSerializerContext;
