using CsCheck;
using Wallstreet.Orchestration.Graphs;
using Wallstreet.Orchestration.Selection;

namespace Wallstreet.Orchestration.Tests.Selection;

public sealed class AssetSelectionTests
{
    private static readonly AssetGraph _graph = new AssetGraphBuilder()
        .AddAsset("bronze/prices", a => a.Kinds("csv").Owners("team:data").Compute(_ => default))
        .AddAsset("bronze/actions", a => a.Kinds("csv").Compute(_ => default))
        .AddAsset("silver/bars", a => a.From("bronze/prices").From("bronze/actions").Kinds("sql").Tag("tier", "core").Compute(_ => default))
        .AddAsset("gold/panel", a => a.From("silver/bars").Kinds("sql").Tag("tier", "show").Group("shows").Compute(_ => default))
        .AddAsset("gold/drawdown", a => a.From("gold/panel").Tag("slow").Compute(_ => default))
        .Build();

    [Theory]
    [InlineData("*", "bronze/actions bronze/prices silver/bars gold/panel gold/drawdown")]
    [InlineData("silver/bars", "silver/bars")]
    [InlineData("silver.bars", "silver/bars")]
    [InlineData("gold/*", "gold/panel gold/drawdown")]
    [InlineData("*/p*", "bronze/prices gold/panel")]
    [InlineData("+silver/bars", "bronze/actions bronze/prices silver/bars")]
    [InlineData("silver/bars+", "silver/bars gold/panel gold/drawdown")]
    [InlineData("silver/bars+1", "silver/bars gold/panel")]
    [InlineData("1+gold/drawdown", "gold/panel gold/drawdown")]
    [InlineData("2+gold/drawdown", "silver/bars gold/panel gold/drawdown")]
    [InlineData("1+gold/panel+", "silver/bars gold/panel gold/drawdown")]
    [InlineData("tag:tier", "silver/bars gold/panel")]
    [InlineData("tag:tier=core", "silver/bars")]
    [InlineData("tag:slow", "gold/drawdown")]
    [InlineData("kind:csv", "bronze/actions bronze/prices")]
    [InlineData("group:shows", "gold/panel")]
    [InlineData("group:gold", "gold/drawdown")]
    [InlineData("owner:team:data", "bronze/prices")]
    [InlineData("owner:\"team:data\"", "bronze/prices")]
    [InlineData("bronze/prices, gold/panel", "bronze/prices gold/panel")]
    [InlineData("kind:sql and not gold/*", "silver/bars")]
    [InlineData("not not silver/bars", "silver/bars")]
    [InlineData("bronze/prices or gold/* and kind:sql", "bronze/prices gold/panel")]
    [InlineData("(bronze/prices or gold/*) and kind:sql", "gold/panel")]
    [InlineData("+(gold/panel and kind:sql)", "bronze/actions bronze/prices silver/bars gold/panel")]
    [InlineData("  gold/panel  ", "gold/panel")]
    [InlineData("kind:none", "")]
    public void A_selection_chooses_what_it_says_in_order(string text, string expected)
    {
        string chosen = string.Join(' ', AssetSelection.Parse(text).Resolve(_graph).Select(asset => asset.Key.Path));

        Assert.Equal(expected, chosen);
    }

    [Theory]
    [InlineData("", 1, "An asset is expected")]
    [InlineData("gold/* and", 11, "An asset is expected")]
    [InlineData("(gold/*", 8, "opened at position 1 is not closed")]
    [InlineData("gold/*)", 7, "does not belong here")]
    [InlineData("gold/* silver/bars", 8, "does not belong here")]
    [InlineData("colour:red", 1, "\"colour:\" is not known")]
    [InlineData("tag:", 5, "A value is expected")]
    [InlineData("2silver", 1, "A number of steps")]
    [InlineData("or", 1, "not \"or\"")]
    [InlineData("a, 7seas/x", 4, "A number of steps")]
    [InlineData("owner:\"x", 7, "not closed")]
    [InlineData("a/b$", 1, "is not an asset key")]
    public void A_wrong_selection_is_refused_with_its_position(string text, int position, string fault)
    {
        AssetSelectionException error = Assert.Throws<AssetSelectionException>(() => AssetSelection.Parse(text));

        Assert.Equal(position, error.Position);
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_asset_that_does_not_exist_is_an_error_with_the_nearest_names()
    {
        UnknownAssetException error = Assert.Throws<UnknownAssetException>(() => AssetSelection.Parse("silver/bar").Resolve(_graph));

        Assert.Equal(["silver/bars"], error.Nearest);
        Assert.Contains("Did you mean \"silver/bars\"?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_deeper_than_any_sense_are_refused_and_not_a_stack_overflow() =>
        Assert.Throws<AssetSelectionException>(() => AssetSelection.Parse(new string('(', 90_000)));

    [Fact]
    public void Selections_obey_the_laws_of_sets()
    {
        string[] atoms =
        [
            "silver/bars", "bronze/*", "gold/*", "tag:tier", "kind:sql", "+gold/panel", "bronze/prices+", "1+gold/drawdown", "kind:none",
        ];
        Gen<string> atom = Gen.Int[0, atoms.Length - 1].Select(i => atoms[i]);

        Gen.Select(atom, atom, atom).Sample((a, b, c) =>
        {
            Same($"not ({a} and {b})", $"not {a} or not {b}");
            Same($"not ({a}, {b})", $"not {a} and not {b}");
            Same($"({a} or {b}) and {c}", $"{a} and {c} or {b} and {c}");
            Same($"{a} or {a}", a);
            Same($"+({a} or {b})", $"+({a}) or +({b})");
            Same($"+(+({a}))", $"+({a})");
        });
    }

    private static void Same(string left, string right) =>
        Assert.Equal(AssetSelection.Parse(left).Resolve(_graph), AssetSelection.Parse(right).Resolve(_graph));
}
