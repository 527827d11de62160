namespace Wallstreet.Lakehouse.SqlModels;

/// <summary>A SQL model cannot be understood: its header or its statement is wrong at a place that is named.</summary>
public sealed class SqlModelException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="file">The file, as a person would open it.</param>
    /// <param name="line">The line, from 1.</param>
    /// <param name="column">The column, from 1; 0 when the whole line is meant.</param>
    /// <param name="fault">What is wrong and how to mend it.</param>
    /// <param name="innerException">The failure that revealed it, if any.</param>
    public SqlModelException(string file, int line, int column, string fault, Exception? innerException = null)
        : base(column > 0 ? $"{file}({line},{column}): {fault}" : $"{file}({line}): {fault}", innerException)
    {
        File = file;
        Line = line;
        Column = column;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>The line, from 1.</summary>
    public int Line { get; }

    /// <summary>The column, from 1; 0 when the whole line is meant.</summary>
    public int Column { get; }
}
