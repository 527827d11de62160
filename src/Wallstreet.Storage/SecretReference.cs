namespace Wallstreet.Storage;

/// <summary>Reads secrets from where a setting says they are; the setting itself never holds one.</summary>
public static class SecretReference
{
    private const string Environment = "env:";
    private const string File = "file:";

    /// <summary>Whether the text has the form of a reference.</summary>
    /// <param name="text">The text.</param>
    public static bool IsReference(string text) =>
        (text.StartsWith(Environment, StringComparison.Ordinal) && text.Length > Environment.Length)
        || (text.StartsWith(File, StringComparison.Ordinal) && text.Length > File.Length);

    /// <summary>Reads the secret.</summary>
    /// <param name="setting">The setting's name, for the error.</param>
    /// <param name="reference"><c>env:NAME</c> or <c>file:/path</c>.</param>
    /// <exception cref="ObjectStoreAccessException">There is nothing there.</exception>
    public static string Read(string setting, string reference)
    {
        if (reference.StartsWith(Environment, StringComparison.Ordinal))
        {
            string name = reference[Environment.Length..];
            string? value = System.Environment.GetEnvironmentVariable(name);
            return string.IsNullOrWhiteSpace(value)
                ? throw new ObjectStoreAccessException(
                    $"{setting} points to the environment variable '{name}', which is not set.")
                : value.Trim();
        }

        string path = reference[File.Length..];
        try
        {
            string value = System.IO.File.ReadAllText(path).Trim();
            return value.Length > 0
                ? value
                : throw new ObjectStoreAccessException($"{setting} points to the file '{path}', which is empty.");
        }
        catch (Exception error) when (error is (IOException or UnauthorizedAccessException) and not ObjectStoreException)
        {
            throw new ObjectStoreAccessException(
                $"{setting} points to the file '{path}', which cannot be read: {error.Message}", error);
        }
    }
}
