namespace Wallstreet.Web.Problems;

/// <summary>An answer that is a problem: what, where, and how to mend it.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What kind of problem it is.</param>
/// <param name="detail">What is wrong with this request.</param>
/// <param name="hint">How to mend it.</param>
public sealed class ApiException(int status, string title, string detail, string? hint = null) : InvalidOperationException(detail)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>What kind of problem it is.</summary>
    public string Title { get; } = title;

    /// <summary>How to mend it.</summary>
    public string? Hint { get; } = hint;

    internal static ApiException NotFound(string what, string hint) => new(404, "Not found", what, hint);

    internal static ApiException BadRequest(string what, string hint) => new(400, "Bad request", what, hint);
}
