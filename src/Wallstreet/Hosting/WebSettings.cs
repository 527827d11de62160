using Microsoft.Extensions.Configuration;
using Wallstreet.Cli.Hosting;
using Wallstreet.Storage;
using Wallstreet.Web.Hosting;

namespace Wallstreet.Hosting;

/// <summary>The section <c>Web</c> and the flags of <c>up</c>.</summary>
internal static class WebSettings
{
    public static WallstreetWebOptions Read(
        IConfiguration configuration, ProjectFolder project, DashboardSources dashboards, UpRequest request)
    {
        IConfigurationSection section = configuration.GetSection("Web");
        WallstreetWebOptions options = new() { Lake = configuration["Lake:Uri"]! };
        options.Port = request.Port ?? section.GetValue<int?>("Port") ?? options.Port;
        options.Address = request.Address ?? section["Address"] ?? options.Address;
        string? reference = request.TokenReference ?? section["TokenRef"];
        options.Token = reference is null ? null : SecretReference.Read("Web:TokenRef", reference);
        if (!options.IsLoopback && options.Token is null)
        {
            throw new TokenMissingException(options.Address);
        }

        ReadBounds(section, options);
        foreach (string host in section.GetSection("HostNames").GetChildren().Select(static c => c.Value!))
        {
            options.HostNames.Add(host);
        }

        foreach (string folder in dashboards.Folders)
        {
            options.DashboardFolders.Add(project[folder]);
        }

        return options;
    }

    private static void ReadBounds(IConfigurationSection section, WallstreetWebOptions options)
    {
        options.SqlRowsMax = section.GetValue<int?>("SqlRowsMax") ?? options.SqlRowsMax;
        options.SqlTimeout = section.GetValue<TimeSpan?>("SqlTimeout") ?? options.SqlTimeout;
        options.QueriesInFlightMax = section.GetValue<int?>("QueriesInFlightMax") ?? options.QueriesInFlightMax;
        options.EventStreamsMax = section.GetValue<int?>("EventStreamsMax") ?? options.EventStreamsMax;
    }
}
