namespace Wallstreet.Delta.Scan;

/// <summary>Which results a predicate may have over a set of rows, in SQL's three-valued logic.</summary>
[Flags]
internal enum Outcomes
{
    Nothing = 0,
    True = 1,
    False = 2,
    Null = 4,
    Anything = True | False | Null,
}
