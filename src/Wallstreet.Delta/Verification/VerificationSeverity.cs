namespace Wallstreet.Delta.Verification;

/// <summary>How much a finding matters.</summary>
public enum VerificationSeverity
{
    /// <summary>Worth knowing; nothing is wrong.</summary>
    Note,

    /// <summary>Something is not as it should be, and readers get the right rows all the same.</summary>
    Warning,

    /// <summary>Rows are lost, wrong or cannot be read, or a read may leave some out.</summary>
    Damage,
}
