using System.Diagnostics;
using System.Globalization;
using Amazon.Runtime;
using Amazon.S3;
using Wallstreet.Storage;
using Wallstreet.Storage.S3;

namespace TestKit;

/// <summary>
/// A real S3 server (Ceph's radosgw) on loopback, started by <c>eng/start-s3.sh</c>. One is shared by all tests of a
/// process; it ends with the process, also when that is killed.
/// </summary>
public sealed class S3Server : IDisposable
{
    private static readonly Lazy<Task<(S3Server? Server, string? Absence)>> _shared = new(StartSharedAsync);

    private readonly TemporaryFolder _folder = new();
    private int _buckets;

    private S3Server()
    {
        AccessKey = "test-" + Guid.NewGuid().ToString("N")[..12];
        SecretKey = Guid.NewGuid().ToString("N");
        AccessKeyRef = "file:" + _folder.WriteFile("access-key", System.Text.Encoding.UTF8.GetBytes(AccessKey));
        SecretKeyRef = "file:" + _folder.WriteFile("secret-key", System.Text.Encoding.UTF8.GetBytes(SecretKey + "\n"));
    }

    public Uri Endpoint { get; private set; } = new("http://127.0.0.1/");

    public string AccessKey { get; }

    public string SecretKey { get; }

    /// <summary>A reference to a file that holds the access key.</summary>
    public string AccessKeyRef { get; }

    /// <summary>A reference to a file that holds the secret key.</summary>
    public string SecretKeyRef { get; }

    /// <summary>The settings of this server as environment variables, for programs under test.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["WALLSTREET__STORAGE__S3__ENDPOINT"] = Endpoint.AbsoluteUri,
        ["WALLSTREET__STORAGE__S3__ACCESSKEYREF"] = AccessKeyRef,
        ["WALLSTREET__STORAGE__S3__SECRETKEYREF"] = SecretKeyRef,
    };

    /// <summary>The server of this process, started at the first call. Skips the test where it cannot be had.</summary>
    public static async ValueTask<S3Server> GetAsync(CancellationToken cancellationToken) =>
        Require(await FindAsync(cancellationToken));

    /// <summary>The server of this process, started at the first call; none, and why, where it cannot be had. One that does
    /// not start fails for all tests alike, and is not tried again for each of them.</summary>
    public static Task<(S3Server? Server, string? Absence)> FindAsync(CancellationToken cancellationToken) =>
        _shared.Value.WaitAsync(cancellationToken);

    /// <summary>A server of the caller's own, for tests that stop it. Skips the test where it cannot be had.</summary>
    public static async ValueTask<S3Server> StartAsync(CancellationToken cancellationToken) =>
        Require(await TryStartAsync(cancellationToken));

    /// <summary>Settings that reach this server.</summary>
    public ObjectStoreOptions NewOptions() => new()
    {
        S3 = new S3Options { Endpoint = Endpoint, AccessKeyRef = AccessKeyRef, SecretKeyRef = SecretKeyRef },
    };

    /// <summary>Makes a new, empty bucket.</summary>
    /// <returns>Its name.</returns>
    public async ValueTask<string> CreateBucketAsync(CancellationToken cancellationToken)
    {
        string name = string.Create(
            CultureInfo.InvariantCulture, $"test-{System.Environment.ProcessId}-{Interlocked.Increment(ref _buckets)}");
        using AmazonS3Client client = NewClient();
        await client.PutBucketAsync(name, cancellationToken);
        return name;
    }

    /// <summary>The SDK's own client of this server, to look behind the store under test.</summary>
    public AmazonS3Client NewClient() => new(new BasicAWSCredentials(AccessKey, SecretKey), new AmazonS3Config
    {
        ServiceURL = Endpoint.AbsoluteUri,
        ForcePathStyle = true,
        AuthenticationRegion = "us-east-1",
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <summary>Stops the server.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_folder.Path))
        {
            using Process stop = Process.Start("bash", [Repository.PathOf("eng/stop-s3.sh"), _folder["s3"]]);
            stop.WaitForExit();
            _folder.Dispose();
        }
    }

    private static S3Server Require((S3Server? Server, string? Absence) found)
    {
        Assert.SkipWhen(found.Server is null, $"No S3 server: {found.Absence}");
        return found.Server!;
    }

    private static async Task<(S3Server? Server, string? Absence)> StartSharedAsync()
    {
        (S3Server? Server, string? Absence) found = await TryStartAsync(CancellationToken.None);
        if (found.Server is { } server)
        {
            SharedThings.Keep(server);
        }

        return found;
    }

    private static async Task<(S3Server? Server, string? Absence)> TryStartAsync(CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux())
        {
            return (null, "radosgw runs on Linux only.");
        }

        S3Server server = new();
        ProcessStartInfo start = new("bash", [Repository.PathOf("eng/start-s3.sh"), server._folder["s3"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["S3_ACCESS_KEY"] = server.AccessKey;
        start.Environment["S3_SECRET_KEY"] = server.SecretKey;
        start.Environment["S3_OWNER_PID"] = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        string errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        string answer = (await output).Trim();
        await process.WaitForExitAsync(cancellationToken);
        switch (process.ExitCode)
        {
            case 0:
                server.Endpoint = new Uri(answer);
                return (server, null);
            case 3:
                server._folder.Dispose();
                return (null, errors.Trim());
            default:
                // The parts are here and do not start: that is a failure, not a reason to skip.
                server._folder.Dispose();
                throw new InvalidOperationException($"eng/start-s3.sh failed: {errors}");
        }
    }
}
