namespace Wallstreet.Insight.Questions;

/// <summary>A column of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="SqlType">Its type as the engine writes it, such as <c>DECIMAL(18,4)</c>.</param>
public sealed record AnswerColumn(string Name, string SqlType);
