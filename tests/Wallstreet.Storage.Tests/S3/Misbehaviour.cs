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
    HangUp,
    LoseAnswer,
    BreakBody,
    DropMetadata,
}
