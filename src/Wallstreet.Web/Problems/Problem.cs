namespace Wallstreet.Web.Problems;

/// <summary>A problem as RFC 9457 writes it.</summary>
/// <param name="Title">What kind of problem it is.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Status">The HTTP status.</param>
public sealed record Problem(string Title, string Detail, int Status)
{
    /// <summary>How to mend it.</summary>
    public string? Hint { get; init; }

    /// <summary>The line in SQL or a file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The column in SQL or a file, from 1.</summary>
    public int? Column { get; init; }
}
