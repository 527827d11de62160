namespace Wallstreet.Lakehouse.Import.Files;

/// <summary>Finds the files that paths name.</summary>
internal static class InputFinder
{
    private static readonly Dictionary<string, InputFormat> _extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = InputFormat.Csv,
        [".tsv"] = InputFormat.Csv,
        [".psv"] = InputFormat.Csv,
        [".txt"] = InputFormat.Csv,
        [".jsonl"] = InputFormat.JsonLines,
        [".ndjson"] = InputFormat.JsonLines,
        [".json"] = InputFormat.JsonLines,
        [".parquet"] = InputFormat.Parquet,
        [".pq"] = InputFormat.Parquet,
    };

    private static readonly HashSet<string> _archives = new(StringComparer.OrdinalIgnoreCase)
    {
        ".zip", ".gz", ".bz2", ".xz", ".zst", ".7z", ".tar", ".tgz",
    };

    private static readonly EnumerationOptions _search = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
    };

    /// <summary>The files, each once, those of a folder in ordinal order of their paths.</summary>
    /// <param name="request">The paths.</param>
    /// <param name="notes">Gets what was left out.</param>
    /// <exception cref="ImportException">A path leads nowhere, or to what cannot be imported.</exception>
    public static IReadOnlyList<InputFile> Find(ImportRequest request, ICollection<string> notes)
    {
        Dictionary<string, InputFile> found = new(StringComparer.Ordinal);
        foreach (string path in request.Paths)
        {
            string full = Path.GetFullPath(path);
            if (Directory.Exists(full))
            {
                foreach (InputFile file in FindInFolder(path, full, request.Format, notes))
                {
                    found.TryAdd(file.FullPath, file);
                }
            }
            else if (File.Exists(full))
            {
                found.TryAdd(full, new InputFile(full, Path.GetFileName(full), request.Format ?? FormatOf(path)));
            }
            else
            {
                throw new ImportException($"There is no file or folder {path}. Check the path; it is looked for at {full}.");
            }
        }

        return WithDistinctNames([.. found.Values]);
    }

    private static List<InputFile> FindInFolder(
        string path, string full, InputFormat? format, ICollection<string> notes)
    {
        List<InputFile> files = [];
        List<string> others = [];
        string[] all = ListFolder(path, full);
        Array.Sort(all, StringComparer.Ordinal);
        foreach (string file in all)
        {
            string relative = Path.GetRelativePath(full, file).Replace('\\', '/');
            if (_extensions.TryGetValue(Path.GetExtension(file), out InputFormat known))
            {
                files.Add(new InputFile(file, relative, format ?? known));
            }
            else
            {
                others.Add(relative);
            }
        }

        if (files.Count == 0)
        {
            throw new ImportException($"The folder {path} holds no file to import, nor do folders below it: looked for "
                + $"{string.Join(", ", _extensions.Keys)}{(others.Count > 0 ? $" among {others.Count} files" : "")}.");
        }

        if (others.Count > 0)
        {
            notes.Add($"{path}: left out {Some(others)}, by extension.");
        }

        return files;
    }

    private static string[] ListFolder(string path, string full)
    {
        try
        {
            return Directory.GetFiles(full, "*", _search);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"The folder {path} cannot be listed: {error.Message}", error);
        }
    }

    private static InputFormat FormatOf(string path)
    {
        string extension = Path.GetExtension(path);
        if (_extensions.TryGetValue(extension, out InputFormat format))
        {
            return format;
        }

        throw new ImportException(_archives.Contains(extension)
            ? $"{path} is an archive. Unpack it first, then import what it holds."
            : $"What {path} holds cannot be told by its extension. Say so with --as csv, --as jsonl or --as parquet.");
    }

    // Two folders may hold files of one name: then the whole path tells them apart.
    private static IReadOnlyList<InputFile> WithDistinctNames(IReadOnlyList<InputFile> files)
    {
        HashSet<string> twice = [.. files.GroupBy(static f => f.DisplayPath).Where(static g => g.Skip(1).Any()).Select(static g => g.Key)];
        return twice.Count == 0
            ? files
            : [.. files.Select(f => twice.Contains(f.DisplayPath) ? f with { DisplayPath = f.FullPath.Replace('\\', '/') } : f)];
    }

    private static string Some(List<string> names) => names.Count <= 3
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(3))} and {names.Count - 3} more";
}
