using Wallstreet.Delta.Alterations;
using Wallstreet.Delta.Schema;

namespace Wallstreet.Query.Statements.Alterations;

/// <summary><c>ALTER TABLE</c>.</summary>
/// <param name="Target">The table that it names.</param>
/// <param name="Alteration">What is changed.</param>
internal sealed record AlterStatement(TargetName Target, TableAlteration Alteration) : WritingStatement(Target);

/// <summary>What <c>ALTER TABLE</c> changes; the word that the history has for it.</summary>
internal abstract record TableAlteration(string Operation);

/// <summary><c>ADD COLUMNS</c>.</summary>
internal sealed record ColumnAddition(IReadOnlyList<NewColumn> Columns) : TableAlteration("ADD COLUMNS");

/// <summary><c>DROP COLUMNS</c>.</summary>
internal sealed record ColumnRemoval(IReadOnlyList<ColumnPath> Columns, bool IfExists) : TableAlteration("DROP COLUMNS");

/// <summary><c>RENAME COLUMN</c>.</summary>
internal sealed record ColumnRenaming(ColumnPath Column, string Name) : TableAlteration("RENAME COLUMN");

/// <summary><c>ALTER COLUMN</c> with what needs no look at the rows: type, comment and place, in one change.</summary>
internal sealed record ColumnChange(ColumnPath Column) : TableAlteration("CHANGE COLUMN")
{
    /// <summary>The wider type, if it is to have one.</summary>
    public DeltaType? Type { get; init; }

    /// <summary>What it means, if that is said.</summary>
    public string? Comment { get; init; }

    /// <summary>Where it is to stand, if elsewhere.</summary>
    public ColumnPosition? Position { get; init; }
}

/// <summary><c>ALTER COLUMN … SET NOT NULL</c> and <c>DROP NOT NULL</c>.</summary>
internal sealed record NullChange(ColumnPath Column, bool Nullable) : TableAlteration("CHANGE COLUMN");

/// <summary><c>ALTER COLUMN … SET DEFAULT</c> and <c>DROP DEFAULT</c>, which has no expression.</summary>
internal sealed record DefaultChange(ColumnPath Column, string? Expression) : TableAlteration("CHANGE COLUMN");

/// <summary><c>ADD CONSTRAINT … CHECK</c>.</summary>
internal sealed record ConstraintAddition(string Name, string Expression) : TableAlteration("ADD CONSTRAINT");

/// <summary><c>DROP CONSTRAINT</c>.</summary>
internal sealed record ConstraintRemoval(string Name, bool IfExists) : TableAlteration("DROP CONSTRAINT");

/// <summary><c>SET TBLPROPERTIES</c>.</summary>
internal sealed record PropertyChange(IReadOnlyDictionary<string, string> Properties) : TableAlteration("SET TBLPROPERTIES");

/// <summary><c>UNSET TBLPROPERTIES</c>.</summary>
internal sealed record PropertyRemoval(IReadOnlyList<string> Keys, bool IfExists) : TableAlteration("UNSET TBLPROPERTIES");

/// <summary><c>CLUSTER BY</c>; no columns for <c>NONE</c>.</summary>
internal sealed record ClusteringChange(IReadOnlyList<ColumnPath> Columns) : TableAlteration("CLUSTER BY");

/// <summary><c>DROP FEATURE</c>.</summary>
internal sealed record FeatureRemoval(string Feature, bool TruncateHistory) : TableAlteration("DROP FEATURE");
