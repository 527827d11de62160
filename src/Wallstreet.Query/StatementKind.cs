namespace Wallstreet.Query;

/// <summary>What a SQL statement does, as far as this engine tells statements apart.</summary>
public enum StatementKind
{
    /// <summary>It only reads: SELECT, FROM, VALUES, TABLE, WITH, DESCRIBE, SUMMARIZE.</summary>
    Read,

    /// <summary>It explains a read (EXPLAIN, EXPLAIN ANALYZE), itself a read.</summary>
    Explain,

    /// <summary>It changes, configures or attaches something; the read path refuses it.</summary>
    Other,
}
