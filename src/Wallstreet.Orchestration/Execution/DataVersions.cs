using System.Security.Cryptography;
using System.Text;
using Wallstreet.Orchestration.Assets;
using Wallstreet.Orchestration.Definitions;

namespace Wallstreet.Orchestration.Execution;

/// <summary>Versions of data that nobody has given one: they follow from the code and from what went in.</summary>
internal static class DataVersions
{
    /// <summary>
    /// The version of what an attempt made: a hash of the asset, the code version and the versions of what it was made from.
    /// Without a code version the run takes its place, since nothing says that two runs make the same.
    /// </summary>
    public static string Derive(StepAttempt attempt)
    {
        StringBuilder text = new();
        text.Append(attempt.Asset.Key.Path).Append('\n').Append(attempt.Asset.CodeVersion ?? $"run {attempt.RunId}");
        if (attempt.Upstreams.Count > 0)
        {
            foreach (UpstreamFact fact in attempt.Upstreams.Values.OrderBy(fact => fact.Key))
            {
                text.Append('\n').Append(fact.Key.Path).Append('=').Append(fact.DataVersion);
            }
        }

        return Hash(text.ToString());
    }

    /// <summary>The known versions of what an attempt is made from.</summary>
    public static Dictionary<AssetKey, string> OfInputs(StepAttempt attempt)
    {
        Dictionary<AssetKey, string> versions = new(attempt.Upstreams.Count);
        foreach ((AssetKey key, UpstreamFact fact) in attempt.Upstreams)
        {
            if (fact.DataVersion is { } version)
            {
                versions.Add(key, version);
            }
        }

        return versions;
    }

    private static string Hash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return Convert.ToHexStringLower(hash[..16]);
    }
}
