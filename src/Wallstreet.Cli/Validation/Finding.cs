namespace Wallstreet.Cli.Validation;

/// <summary>Something wrong with a definition.</summary>
/// <param name="Kind">What it concerns: <c>asset</c>, <c>model</c>, <c>dashboard</c> or <c>schedule</c>.</param>
/// <param name="File">The file; null when it is in none that is known.</param>
/// <param name="Line">The line, from 1; null when it is not known.</param>
/// <param name="Column">The column, from 1; null when it is not known.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
internal sealed record Finding(string Kind, string? File, int? Line, int? Column, string Message)
{
    /// <summary>As compilers write it, so that editors find the place.</summary>
    public override string ToString() => File is null
        ? Message
        : Line is null
            ? $"{File}: {Message}"
            : $"{File}({Line}{(Column is > 0 ? $",{Column}" : "")}): {Message}";
}
