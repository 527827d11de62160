import type { Run, RunDetail, RunStep, StepCounts } from "../api/types";

export function countSteps(steps: readonly RunStep[] | StepCounts): StepCounts {
  if (!Array.isArray(steps)) return steps as StepCounts;
  const counts: StepCounts = { total: steps.length, succeeded: 0, failed: 0, skipped: 0, running: 0 };
  for (const step of steps as readonly RunStep[]) {
    if (step.status === "succeeded" || step.status === "failed" || step.status === "skipped") counts[step.status]++;
    else if (step.status === "running" || step.status === "retrying") counts.running++;
  }
  return counts;
}

/** What was asked for: one key, `a..b`, or how many. */
export function describePartitions(partitions: Run["partitions"] | RunStep["partitions"] | undefined): string {
  if (partitions === null || partitions === undefined) return "";
  if (typeof partitions === "string") return partitions;
  if (!Array.isArray(partitions)) return `${partitions.from}..${partitions.to}`;
  if (partitions.length <= 2) return partitions.join(", ");
  return `${partitions[0]}..${partitions[partitions.length - 1]} (${partitions.length})`;
}

export function stepPartition(step: RunStep): string {
  return step.partition ?? describePartitions(step.partitions);
}

/** Milliseconds between start and end; a run that goes on is measured until `now`. */
export function elapsed(item: { startedAt: string | null; endedAt: string | null }, now: number): number | null {
  if (!item.startedAt) return null;
  return (item.endedAt ? Date.parse(item.endedAt) : now) - Date.parse(item.startedAt);
}

export interface Span {
  step: RunStep;
  from: number;
  to: number;
}

/** The timeline: each started step as fractions of the whole, in the order they started; the rest after them. */
export function timeline(run: RunDetail, now: number): { spans: Span[]; start: number; length: number } {
  const started = run.steps.filter((step) => step.startedAt !== null);
  const origin = started.reduce((first, step) => Math.min(first, Date.parse(step.startedAt!)), run.startedAt ? Date.parse(run.startedAt) : Infinity);
  const start = Number.isFinite(origin) ? origin : Date.parse(run.createdAt);
  const endOf = (step: RunStep) => (step.endedAt ? Date.parse(step.endedAt) : step.startedAt ? now : start);
  const end = run.steps.reduce((last, step) => Math.max(last, endOf(step)), Math.max(start + 1, run.endedAt ? Date.parse(run.endedAt) : start));
  const length = end - start;
  const spans = run.steps.map((step) => {
    const from = step.startedAt ? Date.parse(step.startedAt) - start : length;
    const to = step.endedAt ? Date.parse(step.endedAt) - start : step.startedAt ? Math.max(from, now - start) : from;
    return { step, from, to };
  });
  spans.sort((a, b) => Number(a.step.startedAt === null) - Number(b.step.startedAt === null) || a.from - b.from || a.to - b.to);
  return { spans, start, length };
}

/** Round steps for a time axis of about `count` parts, in milliseconds. */
export function axisTicks(length: number, count = 6): number[] {
  const rough = length / count;
  const sizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 216e5, 864e5];
  const step = sizes.find((size) => size >= rough) ?? Math.ceil(rough / 864e5) * 864e5;
  const ticks: number[] = [];
  for (let at = 0; at <= length; at += step) ticks.push(at);
  return ticks;
}
