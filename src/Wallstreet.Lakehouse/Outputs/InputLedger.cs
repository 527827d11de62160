using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Lakehouse.Outputs;

/// <summary>Which versions and which files one attempt of a step has read; it ends up in the commit and in the event log.</summary>
internal sealed class InputLedger
{
    private static readonly ConditionalWeakTable<AssetContext, InputLedger> _ledgers = [];

    private readonly ConcurrentDictionary<string, long> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _sources = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Tables => _tables;

    public IReadOnlyDictionary<string, string> Sources => _sources;

    public static InputLedger Of(AssetContext context) => _ledgers.GetValue(context, static _ => new InputLedger());

    /// <summary>Notes a table; of two versions of one table the newer one counts.</summary>
    public void AddTable(string name, long version) =>
        _tables.AddOrUpdate(name, version, (_, earlier) => Math.Max(earlier, version));

    /// <summary>Notes a file with its SHA-256.</summary>
    public void AddSource(string name, string sha256) => _sources[name] = sha256;
}
