using System.Globalization;

namespace Wallstreet.Query.Rules.Expressions;

/// <summary>A Spark SQL expression that this engine does not carry out exactly as Spark would.</summary>
internal sealed class ExpressionException(string message, int column = 0)
    : QueryException(column > 0 ? string.Create(CultureInfo.InvariantCulture, $"{message} (at character {column})") : message);
