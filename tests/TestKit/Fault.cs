namespace TestKit;

/// <summary>What goes wrong.</summary>
public enum Fault
{
    None,

    /// <summary>The call fails and has no effect.</summary>
    FailBefore,

    /// <summary>The call takes effect and then fails: an answer that was lost.</summary>
    FailAfter,

    /// <summary>A put-if-absent takes effect and then says that the object exists: a lost answer behind a retry.</summary>
    DenyAfter,

    /// <summary>The caller dies before the call: this and every later call fails.</summary>
    CrashBefore,

    /// <summary>The caller dies after the call took effect: this and every later call fails.</summary>
    CrashAfter,
}
