using System.Reflection;
using Xunit.v3;

namespace TestKit.Stores;

/// <summary>
/// The test, or each test of the class, has its tables where <see cref="TestStore"/> says, and runs on disk and on the S3
/// server: the second time with <c>--filter "Store=every&amp;Store!=disk"</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnEveryStoreAttribute : BeforeAfterTestAttribute, ITraitAttribute
{
    internal const string Store = "every";

    /// <inheritdoc/>
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => TestStore.TraitOf(Store);

    /// <summary>A test that says so and touches no store would count as proof of something that it does not prove.</summary>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!TestStore.Leave(test.UniqueID) && TestStore.IsS3 && TestContext.Current.TestState?.Result == TestResult.Passed)
        {
            throw new InvalidOperationException($"'{test.TestDisplayName}' says [OnEveryStore] and asked for no store.");
        }
    }
}
