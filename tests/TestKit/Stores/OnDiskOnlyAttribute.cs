using Xunit.v3;

namespace TestKit.Stores;

/// <summary>The test is about a folder, and runs there only, also where its class says <see cref="OnEveryStoreAttribute"/>.
/// </summary>
/// <param name="reason">What of the folder it is about.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnDiskOnlyAttribute(string reason) : Attribute, ITraitAttribute
{
    internal const string Store = "disk";

    /// <summary>What of the folder it is about.</summary>
    public string Reason { get; } = reason;

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => TestStore.TraitOf(Store);
}
