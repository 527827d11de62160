using Microsoft.Extensions.DependencyInjection;

namespace Wallstreet;

/// <summary>Says what a program is made of.</summary>
public sealed class WallstreetAppBuilder
{
    private readonly string[] _arguments;

    internal WallstreetAppBuilder(string[] arguments) => _arguments = arguments;

    /// <summary>Services that assets and checks may take as parameters.</summary>
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <summary>The assets.</summary>
    public AssetSources Assets { get; } = new();

    /// <summary>The dashboards.</summary>
    public DashboardSources Dashboards { get; } = new();

    /// <summary>The schedules.</summary>
    public ScheduleSources Schedules { get; } = new();

    /// <summary>What <c>up</c> builds on an empty lake.</summary>
    public DemoPlan Demo { get; } = new();

    /// <summary>Makes the program.</summary>
    public WallstreetApp Build() => new(this, _arguments);
}
