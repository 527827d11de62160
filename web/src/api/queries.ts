import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, keyPath, post } from "./client";
import type * as T from "./types";

/** Query keys: the first part is the noun that live events invalidate. */
export const keys = {
  status: ["status"] as const,
  assets: ["assets"] as const,
  graph: (selection: string) => ["assets", "graph", selection] as const,
  asset: (key: string) => ["asset", key] as const,
  run: (id: string) => ["run", id] as const,
  runs: ["runs"] as const,
  schedules: ["schedules"] as const,
  tables: ["tables"] as const,
  table: (name: string) => ["table", name] as const,
  dashboards: ["dashboards"] as const,
};

export const useStatus = () =>
  useQuery({
    queryKey: keys.status,
    queryFn: ({ signal }) => get<T.Status>("/status", undefined, signal),
    refetchInterval: (query) => (query.state.data?.building || !query.state.data?.ready ? 2000 : 30_000),
  });

export const useAssets = () =>
  useQuery({ queryKey: keys.assets, queryFn: ({ signal }) => get<T.AssetSummary[]>("/assets", undefined, signal) });

export const useAssetGraph = (selection: string) =>
  useQuery({
    queryKey: keys.graph(selection),
    queryFn: ({ signal }) => get<T.AssetGraph>("/assets/graph", { selection }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const useAsset = (key: string) =>
  useQuery({ queryKey: keys.asset(key), queryFn: ({ signal }) => get<T.AssetDetail>(`/assets/${keyPath(key)}`, undefined, signal) });

export const useMaterializations = (key: string, limit: number, partition?: string) =>
  useQuery({
    queryKey: [...keys.asset(key), "materializations", limit, partition ?? ""],
    queryFn: ({ signal }) => get<T.Materialization[]>(`/assets/${keyPath(key)}/materializations`, { limit, partition }, signal),
    placeholderData: keepPreviousData,
  });

export const partitionsPage = 500;

export const useAssetPartitions = (key: string, enabled = true) =>
  useInfiniteQuery({
    queryKey: [...keys.asset(key), "partitions"],
    queryFn: ({ signal, pageParam }) =>
      get<T.AssetPartitions>(`/assets/${keyPath(key)}/partitions`, { limit: partitionsPage, after: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (page) =>
      page.next !== undefined ? page.next : page.keys.length === partitionsPage ? page.keys[page.keys.length - 1]?.key : null,
    enabled,
  });

export const useAssetChecks = (key: string, enabled = true) =>
  useQuery({
    queryKey: [...keys.asset(key), "checks"],
    queryFn: ({ signal }) => get<T.AssetCheck[]>(`/assets/${keyPath(key)}/checks`, undefined, signal),
    enabled,
  });

export const useMetadataSeries = (key: string, name: string) =>
  useQuery({
    queryKey: [...keys.asset(key), "series", name],
    queryFn: ({ signal }) => get<T.MetadataPoint[]>(`/assets/${keyPath(key)}/metadata-series`, { name }, signal),
    enabled: name !== "",
  });

export interface RunFilter {
  status?: string;
  asset?: string;
  limit?: number;
}

export const useRuns = (filter: RunFilter) =>
  useInfiniteQuery({
    queryKey: [...keys.runs, filter],
    queryFn: ({ signal, pageParam }) =>
      get<T.RunPage>("/runs", { limit: filter.limit ?? 50, cursor: pageParam, status: filter.status, asset: filter.asset }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor || null,
    placeholderData: keepPreviousData,
  });

export const isActive = (status: T.RunStatus | undefined) => status === "queued" || status === "starting" || status === "running";

export const useRun = (id: string, enabled = true) =>
  useQuery({
    queryKey: keys.run(id),
    queryFn: ({ signal }) => get<T.RunDetail>(`/runs/${encodeURIComponent(id)}`, undefined, signal),
    refetchInterval: (query) => (isActive(query.state.data?.status) ? 3000 : false),
    enabled,
  });

export const useSchedules = () =>
  useQuery({ queryKey: keys.schedules, queryFn: ({ signal }) => get<T.Schedule[]>("/schedules", undefined, signal), refetchInterval: 15_000 });

export const useTicks = (name: string, enabled: boolean) =>
  useQuery({
    queryKey: [...keys.schedules, name, "ticks"],
    queryFn: ({ signal }) => get<T.Tick[]>(`/schedules/${encodeURIComponent(name)}/ticks`, undefined, signal),
    enabled,
  });

export const useTables = (enabled = true) =>
  useQuery({ queryKey: keys.tables, queryFn: ({ signal }) => get<T.TableSummary[]>("/tables", undefined, signal), enabled });

const tablePath = (name: string) => `/tables/${encodeURIComponent(name)}`;

export const useTable = (name: string, enabled = true) =>
  useQuery({ queryKey: keys.table(name), queryFn: ({ signal }) => get<T.TableDetail>(tablePath(name), undefined, signal), enabled });

export const useTableHistory = (name: string, limit = 200) =>
  useQuery({
    queryKey: [...keys.table(name), "history", limit],
    queryFn: ({ signal }) => get<T.TableCommit[]>(`${tablePath(name)}/history`, { limit }, signal),
  });

export const useTableFiles = (name: string, version: number | null) =>
  useQuery({
    queryKey: [...keys.table(name), "files", version],
    queryFn: ({ signal }) => get<T.TableFile[]>(`${tablePath(name)}/files`, { version }, signal),
    placeholderData: keepPreviousData,
  });

export const useTablePreview = (name: string, at: { version?: number; timestamp?: string }, limit = 200) =>
  useQuery({
    queryKey: [...keys.table(name), "preview", at.version ?? null, at.timestamp ?? null, limit],
    queryFn: ({ signal }) => get<T.TablePreview>(`${tablePath(name)}/preview`, { ...at, limit }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const useDashboards = (enabled = true) =>
  useQuery({ queryKey: keys.dashboards, queryFn: ({ signal }) => get<T.DashboardSummary[]>("/dashboards", undefined, signal), enabled });

export const useDashboard = (name: string) =>
  useQuery({
    queryKey: [...keys.dashboards, name],
    queryFn: ({ signal }) => get<T.DashboardDetail>(`/dashboards/${encodeURIComponent(name)}`, undefined, signal),
  });

export const useTile = (dashboard: string, tile: string, request: T.TileRequest, enabled: boolean) =>
  useQuery({
    queryKey: ["tile", dashboard, tile, request],
    queryFn: ({ signal }) =>
      post<T.TileResult>(`/dashboards/${encodeURIComponent(dashboard)}/tiles/${encodeURIComponent(tile)}`, request, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
    enabled,
  });

/** A change: sends it, then refreshes the nouns it touches. */
export function useChange<TInput, TOutput>(change: (input: TInput) => Promise<TOutput>, touched: readonly (readonly string[])[]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => Promise.all(touched.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export const useLaunch = () => useChange((request: T.LaunchRequest) => post<T.Run>("/runs", request), [keys.runs, keys.status, keys.assets]);
export const useCancelRun = () => useChange((id: string) => post<void>(`/runs/${encodeURIComponent(id)}/cancel`), [keys.runs, ["run"]]);
export const useRetryRun = () =>
  useChange(
    ({ id, fromFailure }: { id: string; fromFailure: boolean }) => post<T.Run>(`/runs/${encodeURIComponent(id)}/retry`, { fromFailure }),
    [keys.runs, keys.status],
  );
export const useScheduleAction = () =>
  useChange(
    ({ name, action }: { name: string; action: "start" | "stop" | "tick" }) =>
      post<{ runId?: string | null } | undefined>(`/schedules/${encodeURIComponent(name)}/${action}`),
    [keys.schedules, keys.runs],
  );
