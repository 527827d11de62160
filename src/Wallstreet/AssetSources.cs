using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Wallstreet.Hosting;
using Wallstreet.Lakehouse.SqlModels;
using Wallstreet.Orchestration.Authoring;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Query;

namespace Wallstreet;

/// <summary>Where the assets of a program come from. They are collected when the graph is first needed.</summary>
public sealed class AssetSources
{
    private readonly List<Action<AssetGraphBuilder, IServiceProvider>> _sources = [];
    private readonly List<Action<AssetGraphBuilder>> _codeSources = [];
    private readonly List<string> _sqlModelFolders = [];

    /// <summary>The folders with SQL models, relative to the project.</summary>
    internal IReadOnlyList<string> SqlModelFolders => _sqlModelFolders;

    /// <summary>Adds the classes and methods marked <c>[Asset]</c> of the assembly in which a class is.</summary>
    /// <typeparam name="T">A class of the assembly.</typeparam>
    public AssetSources AddFromAssembly<T>() => AddFromAssembly(typeof(T).Assembly);

    /// <summary>Adds the classes and methods marked <c>[Asset]</c> of an assembly.</summary>
    public AssetSources AddFromAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        return Add(graph => graph.AddFromAssembly(assembly));
    }

    /// <summary>Adds a folder of SQL models: <c>models/silver/daily_bars.sql</c> is the asset <c>silver/daily_bars</c>.</summary>
    /// <param name="folder">The folder, relative to the project.</param>
    public AssetSources AddSqlModels(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _sqlModelFolders.Add(folder);
        return Add((graph, services) =>
        {
            QueryEngine engine = services.GetRequiredService<QueryEngine>();
            SqlModelLoader loader = new(engine.Analyze);
            string path = services.GetRequiredService<ProjectFolder>()[folder];
            foreach (AssetDefinition asset in services.GetService<ProjectProblems>() is { } problems
                ? loader.LoadFolder(path, problems.Add)
                : loader.LoadFolder(path))
            {
                graph.Add(asset);
            }
        });
    }

    /// <summary>Adds assets in the builder style.</summary>
    public AssetSources Add(Action<AssetGraphBuilder> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        _codeSources.Add(build);
        return Add((graph, _) => build(graph));
    }

    /// <summary>Collects the assets that are not SQL models.</summary>
    internal AssetGraphBuilder CollectCode()
    {
        AssetGraphBuilder graph = new();
        foreach (Action<AssetGraphBuilder> source in _codeSources)
        {
            source(graph);
        }

        return graph;
    }

    /// <summary>
    /// Makes the graph. Where problems are collected, it is the graph of what is sound; elsewhere the first is thrown.
    /// </summary>
    internal AssetGraph BuildGraph(IServiceProvider services)
    {
        AssetGraphBuilder collected = Collect(services);
        if (services.GetService<ProjectProblems>() is not { } problems)
        {
            return collected.Build();
        }

        AssetGraph sound = collected.BuildSound(problems.UnreadAssets, out IReadOnlyList<AssetGraphException> errors);
        foreach (AssetGraphException error in errors)
        {
            problems.Add(error.Message);
        }

        return sound;
    }

    private AssetGraphBuilder Collect(IServiceProvider services)
    {
        AssetGraphBuilder graph = new();
        foreach (Action<AssetGraphBuilder, IServiceProvider> source in _sources)
        {
            source(graph, services);
        }

        return graph.Rewrite(SourceFiles.Complete);
    }

    private AssetSources Add(Action<AssetGraphBuilder, IServiceProvider> source)
    {
        _sources.Add(source);
        return this;
    }
}
