namespace Wallstreet.Cli.Output;

/// <summary>A column of printed rows.</summary>
/// <param name="Name">The name: the heading, and the key in JSON.</param>
/// <param name="RightAligned">True for numbers.</param>
/// <param name="IsDetail">True when only programs get it, not people: JSON and CSV have it, tables leave it out.</param>
public readonly record struct Column(string Name, bool RightAligned = false, bool IsDetail = false)
{
    /// <summary>A column of numbers.</summary>
    public static Column Number(string name) => new(name, RightAligned: true);

    /// <summary>A column that tables for people leave out.</summary>
    public static Column Detail(string name) => new(name, IsDetail: true);
}
