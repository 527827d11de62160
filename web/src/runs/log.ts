import type { LogLevel, RunEvent } from "../api/types";

export interface LogFilter {
  level: "debug" | "information" | "warning" | "error";
  step: string;
  text: string;
}

const ranks: Record<LogLevel, number> = { trace: 0, debug: 0, information: 1, warning: 2, error: 3, critical: 3 };

/** The level of an event: as logged, or by what it tells. */
export function levelOf(event: Pick<RunEvent, "level" | "type">): LogLevel {
  const level = event.level?.toLowerCase();
  if (level === "info") return "information";
  if (level === "warn") return "warning";
  if (level && level in ranks) return level as LogLevel;
  if (/failed|interrupted/i.test(event.type)) return "error";
  return /retried|canceled|skipped/i.test(event.type) ? "warning" : "information";
}

/** What happened, in the column of the level: facts by their name, log lines by their level. */
export function logWord(event: Pick<RunEvent, "level" | "type">): string {
  if (/^log(_?written)?$/i.test(event.type)) {
    const level = levelOf(event);
    return level === "information" ? "info" : level;
  }
  return event.type.replace(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase();
}

export function matchesLog(event: RunEvent, filter: LogFilter): boolean {
  if (ranks[levelOf(event)] < ranks[filter.level]) return false;
  if (filter.step && event.stepKey !== filter.step) return false;
  if (!filter.text) return true;
  const wanted = filter.text.toLowerCase();
  return [event.message, event.stepKey, event.type, event.asset, event.partition].some((part) => part?.toLowerCase().includes(wanted));
}
