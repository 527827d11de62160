using Wallstreet.Bench;
using Wallstreet.Storage;

string root = Directory.CreateTempSubdirectory("wallstreet-bench-").FullName;
try
{
    using var stores = new ObjectStoreFactory(new ObjectStoreOptions());
    foreach (string work in args.Length == 0 ? ["query"] : args)
    {
        await (work switch
        {
            "query" => QueryWork.RunAsync(root, stores, codecs: false, appends: true),
            "scan" => QueryWork.RunAsync(root, stores, codecs: false, appends: false),
            "codecs" => QueryWork.RunAsync(root, stores, codecs: true, appends: true),
            "log" => LogWork.RunAsync(Path.Combine(root, "log"), stores),
            "snapshots" => SnapshotWork.RunAsync(Path.Combine(root, "snapshots"), stores),
            "appends" => AppendWork.RunAsync(Path.Combine(root, "appends"), stores),
            "arrow" => ArrowWork.RunAsync(Path.Combine(root, "arrow"), stores),
            "deleted" => DeletedWork.RunAsync(Path.Combine(root, "deleted"), stores),
            "merge" => MergeWork.RunAsync(Path.Combine(root, "merge"), stores),
            "optimize" => OptimizeWork.RunAsync(Path.Combine(root, "optimize"), stores),
            _ => throw new ArgumentException($"There is no measurement '{work}'. See bench/README.md."),
        });
    }

    return 0;
}
finally
{
    Directory.Delete(root, recursive: true);
}
