namespace Wallstreet.Storage.Tests.S3;

/// <summary>How a server treats one request.</summary>
internal enum Misbehaviour
{
    None,
    IgnoreCondition,
    CheckThenWrite,
    NotImplemented,
    Busy,
    InternalError,

    /// <summary>It says 400 and nothing of S3, as if it had not understood the request at all.</summary>
    Unread,
    HangUp,
    LoseAnswer,
    BreakBody,
    DropMetadata,
}
