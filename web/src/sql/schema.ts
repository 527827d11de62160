import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { get } from "../api/client";
import { keys, useTables } from "../api/queries";
import type { SchemaField, TableDetail } from "../api/types";

const tablesMax = 150;

export interface KnownTable {
  name: string;
  columns: SchemaField[] | null;
}

type Namespace = { [name: string]: Namespace | CompletionColumn[] };
interface CompletionColumn {
  label: string;
  detail: string;
  type: "property";
}

/** `silver.daily_bars` becomes silver → daily_bars → its columns, as the editor's completion wants it. */
export function namespaceOf(tables: readonly KnownTable[]): Namespace {
  const root: Namespace = {};
  for (const { name, columns } of tables) {
    const parts = name.split(".");
    const last = parts.pop()!;
    let at = root;
    for (const part of parts) {
      const next = at[part];
      at = Array.isArray(next) || next === undefined ? (at[part] = {}) : next;
    }
    at[last] = (columns ?? []).map((column) => ({ label: column.name, detail: column.type, type: "property" }));
  }
  return root;
}

/** The tables of the lake with their columns, as far as they are known already. */
export function useKnownTables(): { tables: KnownTable[]; pending: boolean; error: unknown } {
  const list = useTables();
  const names = useMemo(() => (list.data ?? []).slice(0, tablesMax).map((table) => table.name), [list.data]);
  const details = useQueries({
    queries: names.map((name) => ({
      queryKey: keys.table(name),
      queryFn: ({ signal }: { signal: AbortSignal }) => get<TableDetail>(`/tables/${encodeURIComponent(name)}`, undefined, signal),
      staleTime: 60_000,
    })),
    combine: (results) => results.map((result) => result.data?.schema ?? null),
  });
  const tables = useMemo(() => names.map((name, index) => ({ name, columns: details[index] ?? null })), [names, details]);
  return { tables, pending: list.isPending, error: list.error };
}
