using System.Globalization;
using System.Text.Json;
using Wallstreet.Insight.Dashboards;
using Wallstreet.Insight.Parsing;

namespace Wallstreet.Insight.Rendering;

/// <summary>Turns what a reader chose into the values that SQL receives.</summary>
internal sealed class ParameterBinding(DashboardDefinition dashboard, DateOnly today)
{
    public const int ListMax = 1000;
    public const int TextLengthMax = 4000;

    /// <summary>The values of the names that a tile's SQL uses.</summary>
    /// <param name="given">What was chosen, by parameter.</param>
    /// <param name="used">The names in the SQL.</param>
    /// <param name="firstOption">Gives the first choice of a parameter that has neither a value nor a default.</param>
    public async ValueTask<IReadOnlyDictionary<string, object?>> BindAsync(
        IReadOnlyDictionary<string, JsonElement> given, IReadOnlyList<string> used, Func<ParameterDefinition, ValueTask<string?>> firstOption)
    {
        string? unknown = given.Keys.FirstOrDefault(name => dashboard.Parameters.All(parameter => parameter.Name != name));
        if (unknown is not null)
        {
            string hint = NearestName.Hint(unknown, [.. dashboard.Parameters.Select(parameter => parameter.Name)]);
            throw new ParameterValueException(unknown, $"The dashboard '{dashboard.Name}' has no parameter '{unknown}'.", hint);
        }

        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach (ParameterDefinition parameter in dashboard.Parameters.Where(p => p.SqlNames.Any(used.Contains)))
        {
            object?[] bound = given.TryGetValue(parameter.Name, out JsonElement json) && IsGiven(parameter, json)
                ? Bind(parameter, json)
                : await DefaultAsync(parameter, firstOption).ConfigureAwait(false);
            for (int i = 0; i < bound.Length; i++)
            {
                if (used.Contains(parameter.SqlNames[i]))
                {
                    values[parameter.SqlNames[i]] = bound[i];
                }
            }
        }

        return values;
    }

    // An empty text box means nothing was chosen, except where text itself is asked for.
    private static bool IsGiven(ParameterDefinition parameter, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.String => parameter.Kind == ParameterKind.Text || json.GetString() is not "",
        _ => true,
    };

    private async ValueTask<object?[]> DefaultAsync(ParameterDefinition parameter, Func<ParameterDefinition, ValueTask<string?>> firstOption)
    {
        IReadOnlyList<string> texts = parameter.Default;
        bool chooses = parameter.Kind is ParameterKind.Symbol or ParameterKind.Select;
        if (texts.Count == 0 && chooses)
        {
            texts = await firstOption(parameter).ConfigureAwait(false) is { } first ? [first] : [];
        }

        return (parameter.Kind, texts) switch
        {
            (ParameterKind.Multi, _) => [texts.ToList()],
            (ParameterKind.DateRange, [var from, var to]) => [Day(parameter, from), Day(parameter, to)],
            (ParameterKind.DateRange, _) => [null, null],
            (_, []) => [null],
            (ParameterKind.Date, [var day, ..]) => [Day(parameter, day)],
            (ParameterKind.Number, [var number, ..]) => [Number(parameter, number)],
            (_, [var text, ..]) => [text],
        };
    }

    private object?[] Bind(ParameterDefinition parameter, JsonElement json) => parameter.Kind switch
    {
        ParameterKind.Multi => [Texts(parameter, json)],
        ParameterKind.DateRange => Range(parameter, json),
        ParameterKind.Date => [Day(parameter, Text(parameter, json))],
        ParameterKind.Number => [Number(parameter, json.ValueKind == JsonValueKind.Number ? json.GetRawText() : Text(parameter, json))],
        _ => [Choice(parameter, Text(parameter, json))],
    };

    private object?[] Range(ParameterDefinition parameter, JsonElement json)
    {
        (JsonElement from, JsonElement to) = json.ValueKind switch
        {
            JsonValueKind.Object when json.TryGetProperty("from", out JsonElement start) && json.TryGetProperty("to", out JsonElement end) => (start, end),
            JsonValueKind.Array when json.GetArrayLength() == 2 => (json[0], json[1]),
            _ => throw Unfit(parameter, json.GetRawText(), "Give {\"from\": \"2015-01-01\", \"to\": \"today\"} or a list of the two days."),
        };
        DateOnly first = Day(parameter, Text(parameter, from));
        DateOnly last = Day(parameter, Text(parameter, to));
        return first <= last
            ? [first, last]
            : throw Unfit(parameter, json.GetRawText(), "'from' must not be after 'to'.");
    }

    private static List<string> Texts(ParameterDefinition parameter, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > ListMax)
        {
            throw Unfit(parameter, json.ValueKind.ToString(), FormattableString.Invariant($"Give a list of at most {ListMax} texts."));
        }

        return [.. json.EnumerateArray().Select(item => Choice(parameter, Text(parameter, item)))];
    }

    private static string Text(ParameterDefinition parameter, JsonElement json)
    {
        string? text = json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        return text is { Length: <= TextLengthMax }
            ? text
            : throw Unfit(parameter, json.ValueKind.ToString(), FormattableString.Invariant($"Give text of at most {TextLengthMax} characters."));
    }

    private static string Choice(ParameterDefinition parameter, string text) =>
        parameter.Options.Count == 0 || parameter.Options.Any(option => option.Value == text)
            ? text
            : throw Unfit(parameter, text, NearestName.Hint(text, [.. parameter.Options.Select(option => option.Value)]));

    private DateOnly Day(ParameterDefinition parameter, string text) =>
        RelativeDate.TryResolve(text, today, out DateOnly day)
            ? day
            : throw Unfit(parameter, text, "Give a day (2015-01-31), today, or a distance from today: -30d, -6m, -5y.");

    private static object Number(ParameterDefinition parameter, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? (object)whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
        : throw Unfit(parameter, text, "Give a number.");

    private static ParameterValueException Unfit(ParameterDefinition parameter, string value, string hint) =>
        new(parameter.Name, $"'{value}' does not fit the parameter '{parameter.Name}' ({parameter.Kind}).", hint);
}
