using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wallstreet.Orchestration.Stores.Sql;

/// <summary>Small lists and labels as JSON.</summary>
internal static class Json
{
    internal static string Write(IEnumerable<string> texts) => JsonSerializer.Serialize([.. texts], JsonTexts.Default.StringArray);

    internal static string Write(IReadOnlyDictionary<string, string> texts) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(texts), JsonTexts.Default.DictionaryStringString);

    internal static Dictionary<string, string> ReadTexts(string json) =>
        JsonSerializer.Deserialize(json, JsonTexts.Default.DictionaryStringString) ?? [];
}

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class JsonTexts : JsonSerializerContext;
