using Microsoft.Extensions.Configuration;
using Wallstreet.Cli.Hosting;

namespace Wallstreet.Hosting;

/// <summary>The settings: <c>appsettings.json</c> of the project, then <c>WALLSTREET__…</c> of the environment, then flags.</summary>
internal static class PlatformConfiguration
{
    public static IConfigurationRoot Build(ProjectFolder project, GlobalOptions options)
    {
        Dictionary<string, string?> flags = [];
        if (options.Lake is { } lake)
        {
            // Typed in a shell, a relative path is relative to where the shell is.
            flags["Lake:Uri"] = lake.Contains("://", StringComparison.Ordinal) ? lake : Path.GetFullPath(lake);
        }

        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddJsonFile(project["appsettings.json"], optional: true, reloadOnChange: false)
            .AddEnvironmentVariables("WALLSTREET__")
            .AddInMemoryCollection(flags)
            .Build();
        configuration["Lake:Uri"] = LakeLocation(configuration["Lake:Uri"], project);
        return configuration;
    }

    // A relative path in settings and in the environment is relative to the project.
    private static string LakeLocation(string? configured, ProjectFolder project)
    {
        if (string.IsNullOrWhiteSpace(configured))
        {
            return Path.Combine(project.Home, "lake");
        }

        return configured.Contains("://", StringComparison.Ordinal) ? configured : Path.GetFullPath(configured, project.Home);
    }
}
