using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Tests.Charts;

/// <summary>Answers to draw.</summary>
internal static class Answers
{
    public static Answer Of(string columns, params object?[][] rows) =>
        new([.. columns.Split(' ').Select(name => new AnswerColumn(name, "VARCHAR"))], rows);

    public static Answer Bars(int count)
    {
        DateOnly day = new(2020, 1, 1);
        return Of("session_date open high low close volume sma_20", [.. Enumerable.Range(0, count).Select(i => new object?[]
        {
            day.AddDays(i), 100m + i, 103m + i, 98m + i, i % 2 == 0 ? 102m + i : 99m + i, 1_000_000L + (i * 1000L), i == 0 ? null : 100.5 + i,
        })]);
    }
}
