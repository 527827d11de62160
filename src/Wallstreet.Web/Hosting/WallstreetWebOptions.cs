namespace Wallstreet.Web.Hosting;

/// <summary>What the API and the pages need to know. Refused at start when it does not hold together.</summary>
public sealed class WallstreetWebOptions
{
    /// <summary>The program's name, as the pages show it.</summary>
    public string Name { get; set; } = "Wallstreet";

    /// <summary>The program's version, as the pages show it.</summary>
    public string Version { get; set; } = typeof(WallstreetWebOptions).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The lake, as the pages show it; no secrets.</summary>
    public string Lake { get; set; } = "";

    /// <summary>The address listened on: <c>localhost</c> or an IP address; <c>0.0.0.0</c> is every address.</summary>
    public string Address { get; set; } = "localhost";

    /// <summary>The port listened on; 0 takes any free one.</summary>
    public int Port { get; set; } = 5080;

    /// <summary>
    /// What callers must show: needed as soon as <see cref="Address"/> is not this machine alone; at least 16 characters.
    /// The value itself, already resolved from its reference; it is never logged.
    /// </summary>
    public string? Token { get; set; }

    /// <summary>Host names that requests may name, beside this machine's own (a proxy's name, for example).</summary>
    public IList<string> HostNames { get; } = [];

    /// <summary>The folder of the built pages; null looks for <c>web</c> beside the program.</summary>
    public string? PagesFolder { get; set; }

    /// <summary>Folders of dashboards (<c>*.yaml</c>).</summary>
    public IList<string> DashboardFolders { get; } = [];

    /// <summary>The largest body of a request, in bytes.</summary>
    public long RequestSizeBytesMax { get; set; } = 32 * 1024 * 1024;

    /// <summary>Rows that one answer of the SQL lab or a preview holds at most.</summary>
    public int SqlRowsMax { get; set; } = 10_000;

    /// <summary>How long a query of the pages may take.</summary>
    public TimeSpan SqlTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many queries of the pages run at once; others wait.</summary>
    public int QueriesInFlightMax { get; set; } = 4;

    /// <summary>How many streams of live events are open at once.</summary>
    public int EventStreamsMax { get; set; } = 64;

    /// <summary>How often a silent stream of events says that it lives.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether <see cref="Address"/> is this machine alone.</summary>
    public bool IsLoopback =>
        string.Equals(Address, "localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(Address, out System.Net.IPAddress? address) && System.Net.IPAddress.IsLoopback(address));
}
