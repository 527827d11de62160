using System.Collections.Concurrent;
using Wallstreet.Storage;
using Wallstreet.Storage.Local;

namespace TestKit.Stores;

/// <summary>
/// Where the tables of tests lie. Tests of tables say <see cref="OnEveryStoreAttribute"/> and ask here for a place; it is
/// a folder, or, where <c>WALLSTREET_TEST_STORE</c> is <c>s3</c>, a prefix of its own on the S3 server. <c>./test</c>
/// runs them both ways.
/// </summary>
public static class TestStore
{
    /// <summary>The environment variable that chooses: <c>disk</c> (also when it is not set) or <c>s3</c>.</summary>
    public const string Variable = "WALLSTREET_TEST_STORE";

    private const string Trait = "Store";

    private static readonly ConcurrentDictionary<string, ConcurrentBag<string>> _places = new(StringComparer.Ordinal);
    private static readonly Lazy<TemporaryFolder> _folder = new(static () => SharedThings.Keep(new TemporaryFolder()));
    private static readonly Lazy<ObjectStoreFactory> _onDisk = new(static () => new ObjectStoreFactory(new ObjectStoreOptions
    {
        // No test cuts the power.
        Local = new LocalOptions { Durability = LocalDurability.Process },
    }));
    private static readonly Lazy<(S3Server Server, string Bucket, ObjectStoreFactory Stores)> _onS3 = new(StartS3);
    private static long _count;

    /// <summary>Whether the test that runs now has its tables on the S3 server.</summary>
    public static bool IsS3 => Chosen == "s3" && !Says(OnDiskOnlyAttribute.Store);

    /// <summary>What opens the places. It lives as long as the process.</summary>
    public static ObjectStoreFactory Stores => IsS3 ? _onS3.Value.Stores : _onDisk.Value;

    /// <summary>The server on which the places are.</summary>
    public static S3Server? Server => IsS3 ? _onS3.Value.Server : null;

    private static string Chosen => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "disk" => "disk",
        "s3" => "s3",
        string other => throw new InvalidOperationException($"{Variable} is '{other}'; it may be 'disk' or 's3'."),
    };

    /// <summary>A new place for one test's tables.</summary>
    /// <param name="folder">The folder to use on disk; one that goes with the process if absent.</param>
    /// <returns>The location, for <see cref="Stores"/>.</returns>
    public static string NewLocation(string? folder = null)
    {
        RequireTrait();
        string name = $"place-{Interlocked.Increment(ref _count)}";
        string location = IsS3 ? $"s3://{_onS3.Value.Bucket}/{name}" : folder ?? _folder.Value[name];
        if (TestContext.Current.Test is { } test)
        {
            _places.GetOrAdd(test.UniqueID, static _ => []).Add(location);
        }

        return location;
    }

    /// <summary>An empty store of the test's own.</summary>
    public static IObjectStore New() => Stores.Open(NewLocation());

    /// <summary>A store of the test's own with what is in a folder.</summary>
    public static async Task<IObjectStore> CopyAsync(string folder, CancellationToken cancellationToken)
    {
        IObjectStore store = New();
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            string key = Path.GetRelativePath(folder, file).Replace('\\', '/');
            await store.PutAsync(key, await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
        }

        return store;
    }

    /// <summary>The path of an object, for programs that read files: its own on a disk, otherwise that of a copy.</summary>
    public static async Task<string> FetchAsync(IObjectStore store, string key, CancellationToken cancellationToken)
    {
        if (store.FindLocalPath(key) is { } path)
        {
            return path;
        }

        byte[] content = await store.GetAsync(key, cancellationToken);
        return _folder.Value.WriteFile($"copies/{Guid.NewGuid():N}", content);
    }

    /// <summary>An empty store of the test's own whose objects are as old as a clock says.</summary>
    public static IObjectStore New(TimeProvider time) => new TimedObjectStore(New(), time);

    /// <summary>Removes the folders of a test that has ended. What is on the server ends with it.</summary>
    /// <returns>Whether the test has asked for a place.</returns>
    internal static bool Leave(string test)
    {
        if (!_places.TryRemove(test, out ConcurrentBag<string>? places))
        {
            return false;
        }

        foreach (string folder in places.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        return true;
    }

    /// <summary>A test that has no attribute would never run on S3, and nobody would notice.</summary>
    private static void RequireTrait()
    {
        if (TestContext.Current.Test is { } test && !Says(OnEveryStoreAttribute.Store) && !Says(OnDiskOnlyAttribute.Store))
        {
            throw new InvalidOperationException(
                $"'{test.TestDisplayName}' makes tables in the store that {Variable} chooses. Mark it, or its class, "
                + "[OnEveryStore]; or [OnDiskOnly(\"why\")] if it is about files on a disk.");
        }
    }

    private static bool Says(string store) =>
        TestContext.Current.TestCase is { } test && test.Traits.TryGetValue(Trait, out IReadOnlyCollection<string>? stores)
        && stores.Contains(store);

    private static (S3Server Server, string Bucket, ObjectStoreFactory Stores) StartS3() => Task.Run(static async () =>
    {
        (S3Server? found, string? absence) = await S3Server.FindAsync(CancellationToken.None);
        S3Server server = found
            ?? throw new InvalidOperationException($"{Variable} is 's3', but there is no S3 server here: {absence}");
        return (server, await server.CreateBucketAsync(CancellationToken.None), new ObjectStoreFactory(server.NewOptions()));
    }).GetAwaiter().GetResult();

    /// <summary>The trait of a test for one choice.</summary>
    internal static IReadOnlyCollection<KeyValuePair<string, string>> TraitOf(string store) => [new(Trait, store)];
}
