using Wallstreet.Delta.Actions;

namespace Wallstreet.Delta.Transactions;

/// <summary>A file that gets another deletion vector, or goes because no row of it is left.</summary>
/// <param name="Old">The file as it is.</param>
/// <param name="New">The file as it will be; null if it goes.</param>
internal sealed record FileReplacement(AddFile Old, AddFile? New);
