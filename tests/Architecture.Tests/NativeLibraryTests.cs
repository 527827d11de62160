using System.Runtime.InteropServices;
using System.Text.Json;

namespace Architecture.Tests;

/// <summary>What a build puts beside a program.</summary>
public sealed class NativeLibraryTests
{
    [Fact]
    public void A_build_has_the_native_libraries_of_this_platform_and_of_no_other()
    {
        string file = Path.Combine(AppContext.BaseDirectory, typeof(NativeLibraryTests).Assembly.GetName().Name + ".deps.json");
        using JsonDocument dependencies = JsonDocument.Parse(File.ReadAllBytes(file));

        string[] platforms =
        [
            .. dependencies.RootElement.GetProperty("targets").EnumerateObject()
                .SelectMany(static target => target.Value.EnumerateObject())
                .SelectMany(static library => library.Value.TryGetProperty("runtimeTargets", out JsonElement files) ? files.EnumerateObject().ToList() : [])
                .Where(static asset => asset.Value.GetProperty("assetType").GetString() == "native")
                .Select(static asset => asset.Value.GetProperty("rid").GetString()!).Distinct(),
        ];
        Assert.NotEmpty(platforms);
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string machine = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        string[] ours = [$"{system}-{machine}", $"{system}-musl-{machine}", system, "unix"];
        Assert.All(platforms, platform => Assert.Contains(platform, ours));
    }
}
