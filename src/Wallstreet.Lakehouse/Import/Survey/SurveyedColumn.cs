using Wallstreet.Lakehouse.Import.Typing;

namespace Wallstreet.Lakehouse.Import.Survey;

/// <summary>A column of one file.</summary>
/// <param name="Name">Its safe name.</param>
/// <param name="SourceName">Its name in the file.</param>
/// <param name="Profile">What its cells are like; null where the file declares its type.</param>
/// <param name="Decision">Its type and how it is read.</param>
internal sealed record SurveyedColumn(string Name, string SourceName, ColumnProfile? Profile, ColumnDecision Decision);
