export interface Shared {
  sql: string;
  knownAt: string;
}

/** The part of an address behind `#` that carries a statement: it never reaches a server, so its length is free. */
export function toHash({ sql, knownAt }: Shared): string {
  const parameters = new URLSearchParams({ sql });
  if (knownAt) parameters.set("known", knownAt);
  return `#${parameters.toString()}`;
}

export function fromHash(hash: string): Shared | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const sql = parameters.get("sql");
  return sql === null ? null : { sql, knownAt: parameters.get("known") ?? "" };
}

/** The address of a statement in the SQL page. */
export const sqlAddress = (sql: string, knownAt = ""): string => `/sql${toHash({ sql, knownAt })}`;

export interface Past {
  sql: string;
  knownAt: string;
  at: string;
  rows: number | null;
  elapsedMs: number | null;
}

const storageKey = "wallstreet.sql.history";
const pastMax = 100;

/** The newest first; a statement that is run again moves up instead of standing twice. */
export function remember(past: readonly Past[], entry: Past): Past[] {
  return [entry, ...past.filter((each) => each.sql !== entry.sql || each.knownAt !== entry.knownAt)].slice(0, pastMax);
}

export function loadPast(storage: Pick<Storage, "getItem">): Past[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(storageKey) ?? "[]");
    return Array.isArray(value) ? value.filter((each): each is Past => typeof each === "object" && each !== null && typeof (each as Past).sql === "string") : [];
  } catch {
    return [];
  }
}

export function savePast(storage: Pick<Storage, "setItem">, past: readonly Past[]): void {
  try {
    storage.setItem(storageKey, JSON.stringify(past));
  } catch {
    // A full or refused storage costs the history, not the result.
  }
}
