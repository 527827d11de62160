import type { StepCounts } from "../api/types";

/** How far a run is, as one bar; the words are in its label. */
export function StepBar({ counts, label }: { counts: StepCounts; label?: string }) {
  const words = label ?? `${counts.succeeded} of ${counts.total} steps succeeded, ${counts.failed} failed, ${counts.skipped} skipped, ${counts.running} running`;
  const part = (count: number) => `${counts.total === 0 ? 0 : (count / counts.total) * 100}%`;
  return (
    <div className="bar" role="img" aria-label={words} title={words}>
      {counts.succeeded > 0 && <i className="good" style={{ width: part(counts.succeeded) }} />}
      {counts.failed > 0 && <i className="bad" style={{ width: part(counts.failed) }} />}
      {counts.skipped > 0 && <i className="idle" style={{ width: part(counts.skipped) }} />}
      {counts.running > 0 && <i className="live" style={{ width: part(counts.running) }} />}
    </div>
  );
}
