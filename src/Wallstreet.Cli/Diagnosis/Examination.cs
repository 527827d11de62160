using Wallstreet.Cli.Commands;

namespace Wallstreet.Cli.Diagnosis;

/// <summary>Looks at one part of the program and what it needs.</summary>
/// <param name="Subject">What is looked at.</param>
/// <param name="Hint">How to mend it when looking itself fails.</param>
/// <param name="Look">Looks.</param>
internal sealed record Examination(
    string Subject, string Hint, Func<CommandContext, CancellationToken, ValueTask<IReadOnlyList<Symptom>>> Look)
{
    /// <summary>Looks; whatever goes wrong is what was found.</summary>
    public async ValueTask<IReadOnlyList<Symptom>> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
#pragma warning disable CA1031 // Every failure is a finding, and the other examinations go on.
        try
        {
            return await Look(context, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            return [Symptom.Fail(Subject, error.Message, Hint)];
        }
#pragma warning restore CA1031
    }
}
