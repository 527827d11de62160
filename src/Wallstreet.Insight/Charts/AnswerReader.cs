using Wallstreet.Insight.Formatting;
using Wallstreet.Insight.Parsing;
using Wallstreet.Insight.Questions;

namespace Wallstreet.Insight.Charts;

/// <summary>Reads an answer by column name.</summary>
internal sealed class AnswerReader(Answer answer)
{
    public int RowCount => answer.Rows.Count;

    public int Find(string column)
    {
        for (int index = 0; index < answer.Columns.Count; index++)
        {
            if (string.Equals(answer.Columns[index].Name, column, StringComparison.OrdinalIgnoreCase))
            {
                return index;
            }
        }

        throw new AnswerShapeException(
            $"The tile draws the column '{column}', which its SQL does not return.",
            NearestName.Hint(column, [.. answer.Columns.Select(c => c.Name)]));
    }

    public object? Value(int row, int column) => answer.Rows[row][column];

    public string Label(int row, int column) => ValueText.Write(answer.Rows[row][column], default);

    public string[] Labels(string column)
    {
        int index = Find(column);
        return [.. answer.Rows.Select(row => ValueText.Write(row[index], default))];
    }

    /// <summary>A column as numbers; what was not published or is no finite number is NaN.</summary>
    public double[] Numbers(string column)
    {
        int index = Find(column);
        double[] numbers = new double[answer.Rows.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            numbers[row] = Number(answer.Rows[row][index], column);
        }

        return numbers;
    }

    private static double Number(object? value, string column)
    {
        if (value is null or DBNull)
        {
            return double.NaN;
        }

        return ValueText.TryNumber(value, out double number)
            ? double.IsFinite(number) ? number : double.NaN
            : throw new AnswerShapeException(
                $"The column '{column}' is drawn as a number, but holds '{ValueText.Write(value, default)}'.",
                $"Cast it in the SQL: CAST({column} AS DOUBLE).");
    }
}
