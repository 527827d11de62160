using Microsoft.Extensions.Configuration;
using Wallstreet.Cli.Commands;

namespace Wallstreet.Cli.Diagnosis;

/// <summary>Looks at the settings: each with its value and where it came from, secrets without their values.</summary>
internal static class SettingsExamination
{
    private static readonly string[] _secretWords = ["secret", "password", "token", "accesskey", "connectionstring"];

    public static ValueTask<IReadOnlyList<Symptom>> LookAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Find<IConfiguration>() is not IConfigurationRoot root)
        {
            return ValueTask.FromResult<IReadOnlyList<Symptom>>([Symptom.Ok("settings", "the program has none")]);
        }

        List<Symptom> symptoms = [];
        foreach ((string key, string? value) in root.AsEnumerable().OrderBy(static pair => pair.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (value is not null)
            {
                symptoms.Add(Describe(root, key, value));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<Symptom>>(symptoms.Count > 0 ? symptoms : [Symptom.Ok("settings", "all by default")]);
    }

    /// <summary>Whether a setting holds a secret itself, and not where one is.</summary>
    public static bool HoldsSecret(string key, string value)
    {
        bool secret = _secretWords.Any(word => key.Replace("_", "", StringComparison.Ordinal).Contains(word, StringComparison.OrdinalIgnoreCase));
        bool referenced = value.StartsWith("env:", StringComparison.Ordinal) || value.StartsWith("file:", StringComparison.Ordinal);
        return secret && !referenced;
    }

    private static Symptom Describe(IConfigurationRoot root, string key, string value)
    {
        string origin = OriginOf(root, key);
        return HoldsSecret(key, value)
            ? Symptom.Warn(
                $"setting {key}", $"a value that is not shown ({origin})", "Do not write secrets into settings: refer to them with env:NAME or file:/path.")
            : Symptom.Ok($"setting {key}", $"{value} ({origin})");
    }

    private static string OriginOf(IConfigurationRoot root, string key)
    {
        foreach (IConfigurationProvider provider in root.Providers.Reverse())
        {
            if (provider.TryGet(key, out _))
            {
                return provider switch
                {
                    FileConfigurationProvider file => Path.GetFileName(file.Source.Path) ?? "file",
                    _ when provider.GetType().Name.StartsWith("Environment", StringComparison.Ordinal) => "environment",
                    _ => "command line or default",
                };
            }
        }

        return "default";
    }
}
