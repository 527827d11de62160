using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>What the columns of a result can be in a chart, told from their values.</summary>
internal sealed class ColumnRoles
{
    private static readonly string[] _prices = ["open", "high", "low", "close"];
    private readonly Answer _answer;

    private ColumnRoles(Answer answer) => _answer = answer;

    public List<string> Times { get; } = [];

    public List<string> Numbers { get; } = [];

    public List<string> Categories { get; } = [];

    public bool HasPrices => _prices.All(name => Numbers.Contains(name, StringComparer.OrdinalIgnoreCase));

    public static ColumnRoles Of(Answer answer)
    {
        ColumnRoles roles = new(answer);
        for (int i = 0; i < answer.Columns.Count; i++)
        {
            object? sample = answer.Rows.Select(row => row[i]).FirstOrDefault(value => value is not (null or DBNull));
            (sample switch
            {
                DateOnly or DateTime or DateTimeOffset => roles.Times,
                not null when ValueText.TryNumber(sample, out _) => roles.Numbers,
                string or bool => roles.Categories,
                _ => [],
            }).Add(answer.Columns[i].Name);
        }

        return roles;
    }

    public string? Find(string number) => Numbers.FirstOrDefault(name => string.Equals(name, number, StringComparison.OrdinalIgnoreCase));

    public int Distinct(string column) => new AnswerReader(_answer).Labels(column).Distinct(StringComparer.Ordinal).Count();

    public bool IsUnique(string column) => Distinct(column) == _answer.Rows.Count;
}
