namespace TestKit;

/// <summary>Which call of a store.</summary>
public enum StoreCall
{
    Put,
    TryPutIfAbsent,
    PutFile,
    Get,
    GetRange,
    FindHead,
    Delete,
    List,
}
