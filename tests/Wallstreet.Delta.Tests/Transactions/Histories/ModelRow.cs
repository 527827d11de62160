namespace Wallstreet.Delta.Tests.Transactions.Histories;

/// <summary>A row of the model.</summary>
/// <param name="Instance">Tells it from every other row that was ever inserted; stays when it is updated or moved.</param>
/// <param name="Key">What a MERGE matches.</param>
/// <param name="Price">What predicates look at.</param>
internal readonly record struct ModelRow(int Instance, int Key, int Price);
