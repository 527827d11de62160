import { expect, test } from "vitest";
import type { RunDetail, RunEvent, RunStep } from "../src/api/types";
import { commandLine, missingRuns, parseTags, selectionOf, shellWord } from "../src/runs/command";
import { levelOf, logWord, matchesLog } from "../src/runs/log";
import { axisTicks, countSteps, describePartitions, timeline } from "../src/runs/steps";
import { appendEvents } from "../src/runs/useRunLog";
import { describeCron } from "../src/schedules/cron";
import { find, score } from "../src/shell/find";

const step = (key: string, values: Partial<RunStep> = {}): RunStep => ({ key, asset: key, status: "pending", attempt: 1, startedAt: null, endedAt: null, dependsOn: [], error: null, ...values });
const event = (sequence: number, values: Partial<RunEvent> = {}): RunEvent => ({ sequence, timestamp: "2026-03-04T12:00:00Z", type: "LogWritten", level: "information", stepKey: null, asset: null, partition: null, message: "m", metadata: null, ...values });

test("the command is quoted so that a shell takes it literally", () => {
  expect(shellWord("gold/daily_bars")).toBe("gold/daily_bars");
  expect(shellWord("gold/*")).toBe("'gold/*'");
  expect(shellWord("it's")).toBe(`'it'\\''s'`);
  expect(commandLine({ selection: "gold/*", partitions: { from: "2020-01-02", to: "2020-02-03" }, launcher: "process" })).toBe("wallstreet materialize 'gold/*' --partitions 2020-01-02..2020-02-03 --launcher process");
  expect(commandLine({ selection: "a/b", partition: "AAPL" })).toBe("wallstreet materialize a/b --partition AAPL");
});

test("tags that are not key=value are named", () => {
  expect(parseTags("a=1, b = x=y")).toEqual({ tags: { a: "1", b: "x=y" }, wrong: null });
  expect(parseTags("a=1,broken").wrong).toBe("broken");
  expect(parseTags("=1").wrong).toBe("=1");
  expect(parseTags("")).toEqual({ tags: {}, wrong: null });
});

test("what misses is one run for each range, or one over all when they are many", () => {
  const range = (from: string, to: string, status: string) => ({ from, to, status });
  expect(missingRuns([range("a", "c", "materialized")])).toEqual([]);
  expect(missingRuns([range("a", "b", "missing"), range("c", "d", "materialized"), range("e", "e", "failed")])).toEqual([{ from: "a", to: "b" }, { from: "e", to: "e" }]);
  expect(missingRuns([range("a", "b", "missing"), range("d", "e", "missing"), range("g", "h", "missing")], 2)).toEqual([{ from: "a", to: "h" }]);
});

test("chosen assets become a selection in a steady order", () => expect(selectionOf(["silver/b", "gold/a"])).toBe("gold/a, silver/b"));

test("partitions are described whatever their shape", () => {
  expect(describePartitions(null)).toBe("");
  expect(describePartitions("2020-01-02")).toBe("2020-01-02");
  expect(describePartitions({ from: "a", to: "c" })).toBe("a..c");
  expect(describePartitions(["a", "b", "c"])).toBe("a..c (3)");
});

test("steps are counted by their end", () => {
  expect(countSteps([step("a", { status: "succeeded" }), step("b", { status: "failed" }), step("c", { status: "retrying" }), step("d")])).toEqual({ total: 4, succeeded: 1, failed: 1, skipped: 0, running: 1 });
});

test("the timeline begins with the first step and lets a running one grow", () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
  const run = {
    id: "r", status: "running", selection: "*", partitions: null, trigger: "user", createdAt: at(0), startedAt: at(1), endedAt: null, launcher: null, tags: {},
    steps: [step("late"), step("b", { status: "running", startedAt: at(4) }), step("a", { status: "succeeded", startedAt: at(1), endedAt: at(4) })],
  } satisfies RunDetail;
  const { spans, length, start } = timeline(run, Date.parse(at(11)));
  expect(start).toBe(Date.parse(at(1)));
  expect(length).toBe(10_000);
  expect(spans.map((span) => [span.step.key, span.from, span.to])).toEqual([["a", 0, 3000], ["b", 3000, 10_000], ["late", 10_000, 10_000]]);
});

test("a run without any start still has an axis", () => {
  const run = { id: "r", status: "queued", selection: "*", partitions: null, trigger: "user", createdAt: "2026-01-01T00:00:00Z", startedAt: null, endedAt: null, launcher: null, tags: {}, steps: [step("a")] } satisfies RunDetail;
  expect(timeline(run, 0).length).toBeGreaterThan(0);
});

test("axis ticks are round and few", () => {
  expect(axisTicks(10_000)).toEqual([0, 2000, 4000, 6000, 8000, 10_000]);
  expect(axisTicks(1)).toEqual([0, 1]);
  expect(axisTicks(9 * 86_400_000).length).toBeLessThan(12);
});

test("events are appended once, whatever overlaps", () => {
  const known = appendEvents([], [event(1), event(2)]);
  expect(appendEvents(known, [event(2), event(3)]).map((each) => each.sequence)).toEqual([1, 2, 3]);
});

test("a fact without a level gets the level of what it tells", () => {
  expect(levelOf({ type: "StepFailed", level: null })).toBe("error");
  expect(levelOf({ type: "StepRetried", level: null })).toBe("warning");
  expect(levelOf({ type: "StepStarted", level: null })).toBe("information");
  expect(levelOf({ type: "LogWritten", level: "Warning" })).toBe("warning");
  expect(logWord({ type: "AssetMaterialized", level: null })).toBe("asset materialized");
  expect(logWord({ type: "LogWritten", level: "Information" })).toBe("info");
  expect(logWord({ type: "log_written", level: "warning" })).toBe("warning");
  expect(logWord({ type: "step_started", level: "information" })).toBe("step started");
});

test("the log is filtered by level, step and text together", () => {
  const line = event(1, { stepKey: "s", message: "12 Rows written", level: "warning" });
  expect(matchesLog(line, { level: "warning", step: "s", text: "rows" })).toBe(true);
  expect(matchesLog(line, { level: "error", step: "s", text: "" })).toBe(false);
  expect(matchesLog(line, { level: "debug", step: "t", text: "" })).toBe(false);
  expect(matchesLog(line, { level: "debug", step: "", text: "absent" })).toBe(false);
});

test.each([
  ["0 18 * * 1-5", "Weekdays at 18:00"], ["30 6 * * *", "Daily at 06:30"], ["*/15 * * * *", "Every 15 minutes"], ["5 * * * *", "Hourly at :05"], ["0 9 * * 0", "Sundays at 09:00"], ["0 9 1 * *", "Monthly on day 1 at 09:00"], ["0 0 1 1 *", ""], ["nonsense", ""],
])("the cron %s reads %s", (cron, words) => expect(describeCron(cron)).toBe(words));

test("finding prefers words that begin where names begin", () => {
  const targets = ["silver/daily_bars", "gold/drawdown", "bronze/simex_bars"].map((title) => ({ title, kind: "Asset" as const, to: title }));
  expect(find(targets, "bars").map((target) => target.title)).toEqual(["silver/daily_bars", "bronze/simex_bars"]);
  expect(find(targets, "gdd").map((target) => target.title)).toEqual(["gold/drawdown"]);
  expect(find(targets, "zzz")).toEqual([]);
  expect(score("anything", "")).toBe(1);
});
