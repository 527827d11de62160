namespace Wallstreet.Query.Rewriting;

/// <summary>
/// The columns that say where a row of a table lies, for commands that take it from there. They are named so that no table
/// has a column of their names; a table that does takes no commands.
/// </summary>
internal static class RowPlace
{
    /// <summary>What all names that this engine adds to a table's columns begin with: a letter that no alphabet has, which
    /// Unicode leaves to private use, so that it needs no quotes and nobody writes it.</summary>
    public const string Prefix = "\uE057wallstreet_";

    /// <summary>The file's number among those that are read, from 0.</summary>
    public const string File = Prefix + "file";

    /// <summary>The row's place in its file, from 0, deleted rows counted.</summary>
    public const string Row = Prefix + "row";

    /// <summary>The number of the file in a query over some of the files.</summary>
    public const string Number = Prefix + "number";
}
