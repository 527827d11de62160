namespace Wallstreet.Cli.Output;

/// <summary>A column of printed rows.</summary>
/// <param name="Name">The name: the heading, and the key in JSON.</param>
/// <param name="RightAligned">True for numbers.</param>
public readonly record struct Column(string Name, bool RightAligned = false)
{
    /// <summary>A column of numbers.</summary>
    public static Column Number(string name) => new(name, RightAligned: true);
}
