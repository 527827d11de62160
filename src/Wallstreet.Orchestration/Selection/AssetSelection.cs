using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;
using Wallstreet.Orchestration.Graphs;

namespace Wallstreet.Orchestration.Selection;

/// <summary>
/// Says which assets are meant:
/// <list type="table">
/// <item><term><c>silver/bars</c>, <c>silver.bars</c></term><description>one asset</description></item>
/// <item><term><c>gold/*</c>, <c>*</c></term><description>a pattern; <c>*</c> stands for any text, slashes included</description></item>
/// <item><term><c>+x</c>, <c>2+x</c></term><description>with everything upstream, or two steps of it</description></item>
/// <item><term><c>x+</c>, <c>x+1</c></term><description>with everything downstream, or one step of it</description></item>
/// <item><term><c>tag:k</c>, <c>tag:k=v</c>, <c>group:g</c>, <c>kind:sql</c>, <c>owner:o</c>, <c>key:p</c></term>
/// <description>a fact; values may hold <c>*</c>, and are quoted where they hold blanks or signs</description></item>
/// <item><term><c>not a</c>, <c>a and b</c>, <c>a or b</c>, <c>a, b</c>, <c>( … )</c></term>
/// <description>combinations; <c>not</c> binds closest, then <c>and</c>, then <c>or</c> and the comma</description></item>
/// </list>
/// </summary>
public sealed class AssetSelection
{
    private readonly SelectionNode _root;

    private AssetSelection(string text, SelectionNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>All assets.</summary>
    public static AssetSelection All { get; } = Parse("*");

    /// <summary>The selection as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a selection.</summary>
    /// <exception cref="AssetSelectionException">The text is none; the error says where.</exception>
    public static AssetSelection Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new AssetSelection(text, new SelectionParser(text).Parse());
    }

    /// <summary>Selects some assets by their keys.</summary>
    public static AssetSelection Of(params IEnumerable<AssetKey> keys)
    {
        string text = string.Join(", ", keys);
        return text.Length == 0 ? throw new ArgumentException("Name at least one asset.", nameof(keys)) : Parse(text);
    }

    /// <summary>The assets that are meant, each after those it is made from; empty when patterns and facts fit none.</summary>
    /// <exception cref="UnknownAssetException">An asset is named, without a pattern, that does not exist.</exception>
    public IReadOnlyList<AssetDefinition> Resolve(AssetGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        bool[] chosen = _root.Choose(graph);
        return [.. graph.Assets.Where((_, place) => chosen[place])];
    }

    /// <inheritdoc />
    public override string ToString() => Text;
}
