using System.Text.Json.Serialization;

namespace Wallstreet.Query.Commands;

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>[]))]
internal sealed partial class CommandJson : JsonSerializerContext;
