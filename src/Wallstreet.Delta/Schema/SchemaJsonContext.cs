using System.Text.Json.Serialization;

namespace Wallstreet.Delta.Schema;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
internal sealed partial class SchemaJsonContext : JsonSerializerContext;
