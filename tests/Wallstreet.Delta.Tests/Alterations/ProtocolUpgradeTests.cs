using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Features;
using Wallstreet.Delta.Maintenance.Versions;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Delta.Tests.Alterations;

/// <summary>Protocols, raised as little as they must be and lowered as far as they can be.</summary>
public sealed class ProtocolUpgradeTests
{
    private static readonly Metadata _plain = new("id", SchemaJson.Write(new StructType(new StructField("a", PrimitiveType.Long))));

    private static string Text(Protocol protocol) =>
        $"{protocol.MinReaderVersion},{protocol.MinWriterVersion}:{string.Join(',', protocol.ReaderFeatures ?? [])}"
        + $":{string.Join(',', protocol.WriterFeatures ?? [])}";

    [Theory]
    [InlineData(1, 2, "checkConstraints", "1,3::")]
    [InlineData(1, 2, "changeDataFeed", "1,4::")]
    [InlineData(1, 4, "checkConstraints", "1,4::")]
    [InlineData(1, 1, "appendOnly", "1,2::")]
    [InlineData(1, 3, "identityColumns", "1,7::appendOnly,checkConstraints,identityColumns,invariants")]
    [InlineData(2, 5, "deletionVectors", "3,7:columnMapping,deletionVectors:appendOnly,changeDataFeed,checkConstraints,columnMapping,deletionVectors,generatedColumns,invariants")]
    [InlineData(2, 5, "columnMapping", "2,5::")]
    [InlineData(1, 2, "clustering", "1,7::appendOnly,clustering,domainMetadata,invariants")]
    public void A_feature_takes_all_with_it_that_older_versions_may_have_used(int reader, int writer, string feature, string expected) =>
        Assert.Equal(expected, Text(ProtocolUpgrade.Cover(new Protocol(reader, writer), _plain, feature)));

    [Fact]
    public void A_feature_that_goes_leaves_the_oldest_protocol_that_does()
    {
        Protocol protocol = new(3, 7)
        {
            ReaderFeatures = ["deletionVectors", "somethingOfOthers"],
            WriterFeatures = ["appendOnly", "deletionVectors", "invariants", "somethingOfOthers"],
        };
        Protocol without = ProtocolUpgrade.Without(protocol, "deletionVectors");
        Assert.Equal("3,7:somethingOfOthers:appendOnly,invariants,somethingOfOthers", Text(without));
        Assert.Equal("1,2::", Text(ProtocolUpgrade.Without(without, "somethingOfOthers")));
        Assert.Equal("1,7::invariants", Text(ProtocolUpgrade.Without(new Protocol(1, 7) { WriterFeatures = ["appendOnly", "invariants"] }, "appendOnly")));
    }

    [Fact]
    public void A_reader_version_that_lists_features_keeps_its_list_even_if_that_is_empty()
    {
        Protocol protocol = new(3, 7) { ReaderFeatures = [], WriterFeatures = ["appendOnly"] };
        Protocol other = new(1, 7) { WriterFeatures = ["inCommitTimestamp"] };
        Protocol[] raised = [ProtocolUpgrade.WithFeatures(protocol, "inCommitTimestamp"), ProtocolUnion.Of(protocol, other), ProtocolUnion.Of(other, protocol)];
        Assert.All(raised, static each => Assert.Equal("3,7::appendOnly,inCommitTimestamp", Text(each)));
        Assert.All(raised, static each => Assert.NotNull(each.ReaderFeatures));
    }

    [Fact]
    public void A_union_keeps_the_features_of_both_even_unknown_ones()
    {
        Protocol now = new(2, 5);
        Protocol then = new(3, 7) { ReaderFeatures = ["ofOthers"], WriterFeatures = ["ofOthers", "timestampNtz"] };
        Assert.Equal(
            "3,7:columnMapping,ofOthers,timestampNtz:appendOnly,changeDataFeed,checkConstraints,columnMapping,generatedColumns,invariants,ofOthers,timestampNtz",
            Text(ProtocolUnion.Of(now, then)));
        Assert.Equal("2,6::", Text(ProtocolUnion.Of(now, new Protocol(1, 6))));
    }

    [Fact]
    public void An_append_only_table_that_lists_its_features_lists_that_too()
    {
        Metadata guarded = _plain with { Configuration = new Dictionary<string, string> { ["delta.appendOnly"] = "true" } };
        Assert.Equal("1,7::appendOnly", Text(ProtocolUpgrade.Cover(new Protocol(1, 7) { WriterFeatures = [] }, guarded)));
    }

    [Fact]
    public void A_reader_feature_that_writers_have_already_is_named_for_readers_too()
    {
        Protocol protocol = new(1, 7) { WriterFeatures = ["columnMapping"] };
        Assert.Equal("3,7:columnMapping,timestampNtz:columnMapping,timestampNtz", Text(ProtocolUpgrade.Cover(protocol, _plain, "timestampNtz")));
    }
}
