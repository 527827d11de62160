namespace Wallstreet.Cli.Diagnosis;

/// <summary>How something stands.</summary>
internal enum Health
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, but something should be mended.</summary>
    Warn,

    /// <summary>The program cannot do its work.</summary>
    Fail,
}

/// <summary>What an examination found.</summary>
/// <param name="Subject">What was looked at.</param>
/// <param name="Health">How it stands.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Hint">How to mend it; null when there is nothing to mend.</param>
internal sealed record Symptom(string Subject, Health Health, string Detail, string? Hint = null)
{
    public static Symptom Ok(string subject, string detail) => new(subject, Health.Ok, detail);

    public static Symptom Warn(string subject, string detail, string hint) => new(subject, Health.Warn, detail, hint);

    public static Symptom Fail(string subject, string detail, string hint) => new(subject, Health.Fail, detail, hint);
}
