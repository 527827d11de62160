using System.Text.Json;
using Wallstreet.Delta.Actions;
using Wallstreet.Delta.Snapshots;
using Wallstreet.Delta.Transactions;

namespace Wallstreet.Delta.Verification;

/// <summary>Holds a commit against the rules of the protocol. Protocol sections "Actions" and "Requirements for
/// Writers".</summary>
internal sealed class CommitVerification(Findings findings)
{
    private const string Check = "commit";

    /// <param name="commit">The commit.</param>
    /// <param name="content">What its file holds.</param>
    /// <param name="key">Its file.</param>
    /// <param name="before">The version before, if it is known.</param>
    public void Verify(CommitActions commit, ReadOnlySpan<byte> content, string key, TableState? before)
    {
        List<string> names = ReadNames(content);
        foreach (string once in new[] { "protocol", "metaData", "commitInfo" })
        {
            if (names.Count(name => name == once) > 1)
            {
                findings.Damage(Check, key, $"It has several '{once}' actions; readers may differ on which one counts.");
            }
        }

        VerifyFiles(commit, key, before);
        if ((commit.Metadata ?? before?.Metadata) is { } metadata && (commit.Protocol ?? before?.Protocol) is { } protocol)
        {
            VerifyFeatures(commit, key, metadata, protocol);
            VerifyTime(commit, key, metadata, names);
        }
    }

    private void VerifyFiles(CommitActions commit, string key, TableState? before)
    {
        HashSet<FileKey> adds = [];
        foreach (AddFile add in commit.Adds)
        {
            if (!adds.Add(add.Key))
            {
                findings.Damage(Check, key, $"It adds '{add.Path}' twice.");
            }
        }

        HashSet<FileKey> removes = [];
        foreach (RemoveFile remove in commit.Removes)
        {
            if (!removes.Add(remove.Key))
            {
                findings.Warn(Check, key, $"It removes '{remove.Path}' twice.");
            }

            if (adds.Contains(remove.Key))
            {
                findings.Damage(
                    Check, key, $"It adds and removes '{remove.Path}' with the same deletion vector; readers may differ on which counts.");
            }
            else if (before is not null && before.Files.Find(remove.Key) is null)
            {
                findings.Warn(Check, key, $"It removes '{remove.Path}', which is no file of the version before.");
            }
        }
    }

    private void VerifyFeatures(CommitActions commit, string key, Metadata metadata, Protocol protocol)
    {
        if (commit.Protocol is not null || commit.Metadata is not null)
        {
            try
            {
                ProtocolGate.RequireReadable(protocol, metadata);
                string? absent = metadata.PartitionColumns.FirstOrDefault(name => metadata.Schema.Find(name) is null);
                if (absent is not null)
                {
                    findings.Damage(Check, key, $"Its partition column '{absent}' is not in its schema.");
                }
            }
            catch (UnsupportedFeatureException exception)
            {
                findings.Note(Check, key, exception.Message);
            }
            catch (DeltaException exception)
            {
                findings.Damage(Check, key, exception.Message);
            }
        }

        if (metadata.IsEnabled("delta.appendOnly")
            && commit.Removes.Find(static remove => remove.DataChange) is { } removed)
        {
            findings.Damage(Check, key, $"It removes rows ('{removed.Path}'), and the table is append-only.");
        }

        if (commit.Adds.Find(static add => add.DeletionVector is not null) is { } deleted
            && !protocol.HasWriterFeature(TableFeatures.DeletionVectors))
        {
            findings.Damage(
                Check, key,
                $"The file '{deleted.Path}' has a deletion vector, and the protocol lacks '{TableFeatures.DeletionVectors}': "
                + "readers that do not know it give deleted rows back.");
        }

        if (RowTracking.IsAssigned(protocol, metadata)
            && commit.Adds.Find(static add => add.BaseRowId is null) is { } nameless)
        {
            findings.Damage(Check, key, $"The file '{nameless.Path}' has no baseRowId, which row tracking demands.");
        }
    }

    private void VerifyTime(CommitActions commit, string key, Metadata metadata, List<string> names)
    {
        if (!metadata.IsEnabled(CommitTimes.Property))
        {
            return;
        }

        if (commit.CommitInfo?.InCommitTimestampMilliseconds is null)
        {
            findings.Damage(Check, key, "It has no inCommitTimestamp, and the table has in-commit timestamps.");
        }
        else if (names[0] != "commitInfo")
        {
            findings.Damage(Check, key, "Its commitInfo is not its first action, as in-commit timestamps demand.");
        }
    }

    /// <summary>The name of each line's action; the lines are known to be JSON.</summary>
    private static List<string> ReadNames(ReadOnlySpan<byte> content)
    {
        List<string> names = [];
        foreach (Range range in content.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = content[range];
            int start = line.IndexOf((byte)'{');
            if (start < 0)
            {
                continue;
            }

            Utf8JsonReader reader = new(line[start..], isFinalBlock: false, default);
            if (reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(reader.GetString()!);
            }
        }

        return names;
    }
}
