namespace Wallstreet.Orchestration.Authoring;

/// <summary>A parameter of an asset's method cannot be filled.</summary>
/// <param name="method">The method.</param>
/// <param name="parameter">The parameter.</param>
/// <param name="fault">Why not and how to mend it, as sentences.</param>
public sealed class AssetBindingException(string method, string parameter, string fault)
    : InvalidOperationException($"The parameter \"{parameter}\" of {method} cannot be filled. {fault}")
{
    /// <summary>The method.</summary>
    public string Method { get; } = method;

    /// <summary>The parameter.</summary>
    public string Parameter { get; } = parameter;
}
