using TestKit;

namespace EndToEnd.Tests;

/// <summary>One finished demo lake with the program running on it, shared by the tests that only look.</summary>
public sealed class DemoLake : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WallstreetProgram? _program;

    public string Location => Path.Combine(_folder.Path, "lake");

    public WallstreetProgram Program => _program ?? throw new InvalidOperationException("The program is not started.");

    public async ValueTask InitializeAsync()
    {
        _program = await WallstreetProgram.UpAsync(Location, CancellationToken.None);
        await _program.ReadyAsync(TimeSpan.FromSeconds(180), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        _folder.Dispose();
    }
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // xunit's word for it.
public sealed class DemoLakeCollection : ICollectionFixture<DemoLake>
#pragma warning restore CA1711
{
    public const string Name = "demo lake";
}
