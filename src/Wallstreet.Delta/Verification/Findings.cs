using System.Globalization;

namespace Wallstreet.Delta.Verification;

/// <summary>Gathers findings, of each check so many.</summary>
internal sealed class Findings(int perCheckMax)
{
    private readonly Lock _lock = new();
    private readonly List<VerificationFinding> _found = [];
    private readonly Dictionary<(VerificationSeverity Severity, string Check), long> _counts = [];

    public void Damage(string check, string place, string message) =>
        Add(new VerificationFinding(VerificationSeverity.Damage, check, place, message));

    public void Warn(string check, string place, string message) =>
        Add(new VerificationFinding(VerificationSeverity.Warning, check, place, message));

    public void Note(string check, string place, string message) =>
        Add(new VerificationFinding(VerificationSeverity.Note, check, place, message));

    public IReadOnlyList<VerificationFinding> ToList()
    {
        lock (_lock)
        {
            IEnumerable<VerificationFinding> more = _counts.Where(pair => pair.Value > perCheckMax)
                .Select(pair => new VerificationFinding(
                    pair.Key.Severity, pair.Key.Check, "", string.Create(
                        CultureInfo.InvariantCulture, $"There are {pair.Value - perCheckMax} more of these.")));
            return [.. _found.Concat(more).OrderByDescending(static finding => finding.Severity)];
        }
    }

    private void Add(VerificationFinding finding)
    {
        lock (_lock)
        {
            long count = _counts.GetValueOrDefault((finding.Severity, finding.Check)) + 1;
            _counts[(finding.Severity, finding.Check)] = count;
            if (count <= perCheckMax)
            {
                _found.Add(finding);
            }
        }
    }
}
