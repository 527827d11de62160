import type { LaunchRequest } from "../api/types";

/** A word as a POSIX shell takes it literally. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that does what the dialog is about to do. */
export function commandLine(request: LaunchRequest): string {
  const words = ["wallstreet", "materialize", shellWord(request.selection)];
  if (request.partition) words.push("--partition", shellWord(request.partition));
  if (request.partitions) words.push("--partitions", shellWord(`${request.partitions.from}..${request.partitions.to}`));
  if (request.launcher) words.push("--launcher", request.launcher);
  return words.join(" ");
}

/** `key=value` lines or a comma list as tags; says which part is none. */
export function parseTags(text: string): { tags: Record<string, string>; wrong: string | null } {
  const tags: Record<string, string> = {};
  for (const part of text.split(/[\n,]/).map((each) => each.trim()).filter(Boolean)) {
    const at = part.indexOf("=");
    if (at <= 0) return { tags, wrong: part };
    tags[part.slice(0, at).trim()] = part.slice(at + 1).trim();
  }
  return { tags, wrong: null };
}

export interface KeyRange {
  from: string;
  to: string;
}

/** What to launch for ranges that miss: one run for each, or one run over all when they are too many. */
export function missingRuns(ranges: readonly (KeyRange & { status: string })[], most = 8): KeyRange[] {
  const missing = ranges.filter((range) => range.status === "missing" || range.status === "failed");
  const first = missing[0];
  const last = missing[missing.length - 1];
  if (!first || !last) return [];
  return missing.length <= most ? missing.map(({ from, to }) => ({ from, to })) : [{ from: first.from, to: last.to }];
}

/** The union of asset keys as a selection. */
export function selectionOf(keys: readonly string[]): string {
  return [...keys].sort().join(", ");
}
