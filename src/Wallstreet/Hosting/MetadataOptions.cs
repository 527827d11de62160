using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Wallstreet.Storage;

namespace Wallstreet.Hosting;

/// <summary>Where runs, events and schedules are kept. Bound from the section <c>Metadata</c>.</summary>
public sealed class MetadataOptions
{
    private const string FileName = "metadata.db";
    private const int NameLengthMax = 60;

    /// <summary>
    /// The SQLite file. By default <c>.wallstreet/metadata.db</c> in the lake where it is a folder, else
    /// <c>.wallstreet/lakes/NAME/metadata.db</c> in the project, where each lake has a name of its own.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>The file that is used.</summary>
    internal static string Locate(IConfiguration configuration, ProjectFolder project, IObjectStore lake)
    {
        if (configuration["Metadata:Path"] is { } path && !string.IsNullOrWhiteSpace(path))
        {
            return System.IO.Path.GetFullPath(path, project.Home);
        }

        return lake.FindLocalPath(".wallstreet/" + FileName)
            ?? System.IO.Path.Combine(project.Home, ".wallstreet", "lakes", NameOf(lake.Location, configuration["Storage:S3:Endpoint"]), FileName);
    }

    // Readable, and never the same for two lakes: one bucket's name at two endpoints means two lakes.
    private static string NameOf(Uri location, string? endpoint)
    {
        string readable = string.Concat($"{location.Host}{location.AbsolutePath}".TrimEnd('/')
            .Select(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-').Take(NameLengthMax));
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{endpoint?.TrimEnd('/')} {location.AbsoluteUri}"));
        return $"{readable}-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}";
    }
}
