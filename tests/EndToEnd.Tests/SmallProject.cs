using System.Text.Json;
using TestKit;

namespace EndToEnd.Tests;

/// <summary>A project of two small SQL models beside the shipped ones, with a lake of its own: commands on it take a moment.</summary>
public sealed class SmallProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallProject()
    {
        string shipped = Repository.PathOf("apps/MarketLake/models");
        foreach (string file in Directory.EnumerateFiles(shipped, "*.sql", SearchOption.AllDirectories))
        {
            _folder.WriteFile(Path.Join("project/models", Path.GetRelativePath(shipped, file)), File.ReadAllBytes(file));
        }

        Write("appsettings.json", "{}");
        Write("models/tiny/numbers.sql", "SELECT i AS id, i * 2 AS twice FROM range(1000) AS t(i)\n");
        Write("models/tiny/total.sql", "SELECT count(*) AS rows, sum(id) AS total FROM tiny.numbers\n");
        Directory.CreateDirectory(Path.Join(Folder, "insight"));
        Lake = _folder["lake"];
    }

    public string Folder => _folder["project"];

    /// <summary>The lake; set it to lie elsewhere.</summary>
    public string Lake { get; set; }

    /// <summary>A path beside project and lake.</summary>
    public string this[string relative] => _folder[relative];

    public void Write(string relative, string text) =>
        _folder.WriteFile(Path.Join("project", relative), System.Text.Encoding.UTF8.GetBytes(text));

    public Task<ProgramResult> RunAsync(params string[] arguments) => WallstreetProgram.RunAsync(
        Lake, [.. arguments, "--project", Folder], TestContext.Current.CancellationToken, folder: _folder.Path);

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        ProgramResult result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}\n{result.Output}\n{result.Errors}");
        return result.Output;
    }

    /// <summary>Runs a command that must fail with exit code 1, and tells what it said.</summary>
    public async Task<string> FailAsync(params string[] arguments)
    {
        ProgramResult result = await RunAsync(arguments);
        string said = result.Output + result.Errors;
        Assert.True(result.ExitCode == 1, $"{string.Join(' ', arguments)} ended with {result.ExitCode}\n{said}");
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", said, StringComparison.Ordinal);
        return said;
    }

    public Task<WallstreetProgram> UpAsync() => WallstreetProgram.UpAsync(
        Lake, TestContext.Current.CancellationToken, ["--no-demo", "--project", Folder], folder: _folder.Path);

    /// <summary>The id and status of the newest run.</summary>
    public async Task<(string Id, string Status)> NewestRunAsync()
    {
        using JsonDocument runs = JsonDocument.Parse(await DoAsync("runs", "list", "--format", "json"));
        JsonElement run = runs.RootElement[0];
        return (run.GetProperty("id").GetString()!, run.GetProperty("status").GetString()!);
    }

    public void Dispose() => _folder.Dispose();
}
