using Wallstreet.Cli.Output;

namespace Wallstreet.Cli.Hosting;

/// <summary>What every command takes.</summary>
/// <param name="Lake">The lake's location (<c>--lake</c>); null takes the configured one.</param>
/// <param name="Project">The project's folder (<c>--project</c>); null takes the configured one.</param>
/// <param name="Format">How rows are printed (<c>--format</c>).</param>
/// <param name="Verbose">Whether errors come with their stack trace (<c>--verbose</c>).</param>
public sealed record GlobalOptions(string? Lake, string? Project, OutputFormat Format, bool Verbose);
