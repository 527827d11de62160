namespace Wallstreet.Storage.S3;

/// <summary>How S3, or a server that speaks its language, is reached. Bound from the section <c>Storage:S3</c>.</summary>
public sealed class S3Options
{
    /// <summary>The server's address, such as <c>http://127.0.0.1:9000</c>; Amazon's own if absent.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The region to sign for. With an endpoint <c>us-east-1</c> if absent, else what the SDK's chain says.</summary>
    public string? Region { get; set; }

    /// <summary>Whether the bucket stands in the path and not in the host name. With an endpoint yes if absent.</summary>
    public bool? ForcePathStyle { get; set; }

    /// <summary>
    /// Whether to avoid what older servers do not understand: chunked signatures and checksums nobody asked for.
    /// With an endpoint yes if absent.
    /// </summary>
    public bool? LegacyCompatible { get; set; }

    /// <summary>
    /// Where the access key is: <c>env:NAME</c> or <c>file:/path</c>. If absent, the SDK's usual chain is asked
    /// (environment, profile, role). The value itself is never accepted here.
    /// </summary>
    public string? AccessKeyRef { get; set; }

    /// <summary>Where the secret key is, as <see cref="AccessKeyRef"/>; both or neither.</summary>
    public string? SecretKeyRef { get; set; }

    /// <summary>Where a session token is, as <see cref="AccessKeyRef"/>; optional.</summary>
    public string? SessionTokenRef { get; set; }

    /// <summary>How often a failed request is sent again.</summary>
    /// <value>From 0 to 20; 4 by default.</value>
    public int RetriesMax { get; set; } = 4;

    /// <summary>How long one request may take.</summary>
    /// <value>Longer than zero; 100 seconds by default.</value>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>How many parts of one upload are under way at once.</summary>
    /// <value>From 1 to 32; 4 by default.</value>
    public int PartsInFlightMax { get; set; } = 4;

    /// <summary>Refuses values out of range.</summary>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(RetriesMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RetriesMax, 20);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(RequestTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(PartsInFlightMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PartsInFlightMax, 32);
        if (Endpoint is { IsAbsoluteUri: false } or { IsAbsoluteUri: true, Scheme: not ("http" or "https") })
        {
            throw new ArgumentException($"Storage:S3:Endpoint must be an http or https address, but is '{Endpoint}'.");
        }

        foreach (string? reference in (string?[])[AccessKeyRef, SecretKeyRef, SessionTokenRef])
        {
            if (reference is not null && !SecretReference.IsReference(reference))
            {
                throw new ArgumentException(
                    "Storage:S3:AccessKeyRef, SecretKeyRef and SessionTokenRef say where a secret is (env:NAME or "
                    + "file:/path) and never hold one; one of them does not have that form.");
            }
        }

        if (AccessKeyRef is null != SecretKeyRef is null)
        {
            throw new ArgumentException("Set both Storage:S3:AccessKeyRef and Storage:S3:SecretKeyRef, or neither.");
        }
    }
}
