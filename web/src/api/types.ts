// The web API as the pages see it. Every shape mirrors one answer of Wallstreet.Web; times are ISO 8601 with zone.

export type AssetStatus = "fresh" | "stale" | "missing" | "running" | "failed";
export type RunStatus = "queued" | "starting" | "running" | "succeeded" | "failed" | "canceled" | "interrupted";
export type StepStatus = "pending" | "queued" | "running" | "retrying" | "succeeded" | "failed" | "skipped" | "canceled";
export type ThemeName = "dark" | "light";

/** A cell of a result: decimals, dates and timestamps are strings; lists and structs are JSON. */
export type Cell = string | number | boolean | null | Cell[] | { [name: string]: Cell };

/** RFC 9457. `line` and `column` (from 1) come with errors in SQL and YAML. */
export interface Problem {
  title: string;
  detail?: string;
  status?: number;
  hint?: string;
  line?: number;
  column?: number;
}

/** GET /api/status */
export interface Status {
  name: string;
  version: string;
  lake: string;
  ready: boolean;
  startedAt: string;
  building: { runId: string } | null;
  /** What is wrong with the project's files; what is sound is served. */
  problems?: string[];
  authRequired: boolean;
  /** Whether this caller is let in; absent means that the API answers with 401 if not. */
  authenticated?: boolean;
}

export interface LastMaterialized {
  timestamp: string;
  runId: string | null;
  version: number | null;
  rows: number | null;
}

export interface ChecksSummary {
  passed: number;
  failed: number;
  warned: number;
}

/** GET /api/assets */
export interface AssetSummary {
  key: string;
  group: string;
  kinds: string[];
  tags: Record<string, string>;
  owners: string[];
  description: string | null;
  partitions: { kind: string; count: number } | null;
  upstreams: string[];
  status: AssetStatus;
  lastMaterialized: LastMaterialized | null;
  checks: ChecksSummary;
  synthetic: boolean;
}

/** GET /api/assets/{key} */
export interface AssetDetail extends AssetSummary {
  source: { file: string; line: number; language: string; text: string } | null;
  downstreams: string[];
  staleReasons: string[];
  tableName: string | null;
  schema: SchemaField[] | null;
  codeVersion?: string | null;
  metadata: Record<string, MetadataEntry | Cell>;
}

/** GET /api/assets/graph: positions are the upper left corners, in pixels; the layout is computed by the program. */
export interface AssetGraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  width: number;
  height: number;
}

export interface GraphNode {
  key: string;
  x: number;
  y: number;
  width: number;
  height: number;
  layer: number;
  group: string;
  status: AssetStatus;
  kinds?: string[];
  synthetic?: boolean;
  partitions?: { kind: string; count: number } | null;
  lastMaterialized?: LastMaterialized | null;
  checks?: ChecksSummary;
}

export interface GraphEdge {
  from: string;
  to: string;
  points: [number, number][];
}

export interface MetadataEntry {
  /** integer, number, flag, text, markdown, json, tableSchema, tableVersion, url, path, timestamp … */
  kind: string;
  value: Cell;
}

/** GET /api/assets/{key}/materializations */
export interface Materialization {
  sequence: number;
  timestamp: string;
  runId: string | null;
  partition: string | null;
  version: number | null;
  dataVersion: string | null;
  codeVersion: string | null;
  metadata: Record<string, MetadataEntry>;
  inputs: Record<string, number>;
}

export type PartitionStatus = "materialized" | "missing" | "failed" | "running" | "stale";

/** GET /api/assets/{key}/partitions?after&limit */
export interface AssetPartitions {
  kind: string;
  total: number;
  materialized: number;
  failed: number;
  keys: PartitionEntry[];
  ranges: { from: string; to: string; status: PartitionStatus; count?: number }[];
  next?: string | null;
}

export interface PartitionEntry {
  key: string;
  status: PartitionStatus;
  timestamp: string | null;
  runId: string | null;
}

/** GET /api/assets/{key}/checks */
export interface AssetCheck {
  name: string;
  description: string | null;
  blocking: boolean;
  severity: "warn" | "error" | (string & {});
  last: CheckResult | null;
  history: CheckResult[];
}

export interface CheckResult {
  passed: boolean;
  timestamp: string;
  runId: string | null;
  message?: string | null;
  partition?: string | null;
  metadata: Record<string, MetadataEntry | Cell> | null;
}

/** GET /api/assets/{key}/metadata-series?name= */
export interface MetadataPoint {
  timestamp: string;
  version: number | null;
  value: number;
  partition: string | null;
}

export interface StepCounts {
  total: number;
  succeeded: number;
  failed: number;
  skipped: number;
  running: number;
}

/** GET /api/runs */
export interface Run {
  id: string;
  status: RunStatus;
  selection: string;
  /** What was asked for: one key, a range "a..b", a list, or nothing. */
  partitions: string | string[] | { from: string; to: string } | null;
  trigger: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  steps: StepCounts;
  launcher: string | null;
  tags: Record<string, string>;
}

export interface RunPage {
  runs: Run[];
  nextCursor: string | null;
}

/** GET /api/runs/{id}: the summary with the steps themselves in place of their counts. */
export interface RunDetail extends Omit<Run, "steps"> {
  steps: RunStep[];
  error?: string | null;
}

export interface RunStep {
  key: string;
  asset: string;
  partition?: string | null;
  partitions?: string | string[] | { from: string; to: string } | null;
  status: StepStatus;
  attempt: number;
  startedAt: string | null;
  endedAt: string | null;
  dependsOn: string[];
  error: string | null;
}

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical";

/** GET /api/runs/{id}/events */
export interface RunEvent {
  sequence: number;
  timestamp: string;
  type: string;
  level: string | null;
  stepKey: string | null;
  asset: string | null;
  partition: string | null;
  message: string | null;
  metadata: Record<string, MetadataEntry | Cell> | null;
}

export interface RunEventPage {
  events: RunEvent[];
  /** The last sequence that was looked at; asked for again as `after`. */
  last: number;
}

/** POST /api/runs */
export interface LaunchRequest {
  selection: string;
  partition?: string;
  partitions?: { from: string; to: string };
  tags?: Record<string, string>;
  launcher?: string;
}

/** GET /api/schedules */
export interface Schedule {
  name: string;
  cron: string;
  timeZone: string;
  selection: string;
  status: "running" | "stopped";
  nextTick: string | null;
  lastTick: Tick | null;
  description?: string | null;
}

export interface Tick {
  timestamp: string;
  status: string;
  runId: string | null;
  message: string | null;
}

export interface SchemaField {
  name: string;
  type: string;
  nullable: boolean;
  comment?: string | null;
}

/** GET /api/tables */
export interface TableSummary {
  name: string;
  asset: string | null;
  location: string;
  version: number;
  timestamp: string;
  files: number;
  sizeBytes: number;
  rows: number | null;
  partitionColumns: string[];
  description: string | null;
  /** Why the table cannot be read; then its numbers mean nothing. */
  error?: string | null;
}

/** GET /api/tables/{name} */
export interface TableDetail extends TableSummary {
  /** The columns of its liquid clustering. */
  clusteringColumns: string[];
  schema: SchemaField[];
  properties: Record<string, string>;
  protocol: { minReaderVersion?: number; minWriterVersion?: number; readerFeatures?: string[] | null; writerFeatures?: string[] | null };
}

/** GET /api/tables/{name}/history */
export interface TableCommit {
  version: number;
  timestamp: string;
  operation: string;
  parameters?: Record<string, Cell> | null;
  metrics?: Record<string, Cell> | null;
  runId?: string | null;
  asset?: string | null;
  partition?: string | null;
  codeVersion?: string | null;
  inputs?: Record<string, number> | null;
  userMetadata?: string | null;
  engineInfo?: string | null;
  readVersion?: number | null;
}

/** GET /api/tables/{name}/files?version */
export interface TableFile {
  path: string;
  sizeBytes: number;
  rows: number | null;
  partition?: Record<string, string | null> | null;
  modifiedAt?: string | null;
  stats?: { minValues?: Record<string, Cell>; maxValues?: Record<string, Cell>; nullCount?: Record<string, Cell>; numRecords?: number } | null;
}

export interface ResultColumn {
  name: string;
  type: string;
}

/** GET /api/tables/{name}/preview */
export interface TablePreview {
  columns: ResultColumn[];
  rows: Cell[][];
  version: number;
}

export interface TableVersionRead {
  name: string;
  version: number;
  timestamp: string | null;
  filesScanned?: number;
  filesPruned?: number;
}

/** POST /api/sql */
export interface SqlRequest {
  sql: string;
  knownAt?: string;
  limit?: number;
}

export interface SqlResult {
  columns: ResultColumn[];
  rows: Cell[][];
  truncated: boolean;
  elapsedMs: number;
  tables: TableVersionRead[];
}

export type ChartKind = "auto" | "line" | "area" | "bar" | "scatter" | "candlestick" | "heatmap";

/** POST /api/sql/chart */
export interface ChartRequest {
  columns?: ResultColumn[];
  rows?: Cell[][];
  sql?: string;
  kind?: string;
  x?: string;
  y?: string[];
  theme?: ThemeName;
}

export interface ChartAnswer {
  kind: string;
  options: Record<string, unknown>;
  /** What is not drawn, in words. */
  note: string | null;
}

/** GET /api/dashboards */
export interface DashboardSummary {
  name: string;
  title: string;
  description: string | null;
  tags: string[];
  /** What is wrong in its file; then it cannot be opened. */
  problems?: DashboardProblem[] | null;
}

export interface DashboardProblem {
  file?: string | null;
  line?: number | null;
  column?: number | null;
  message?: string | null;
  hint?: string | null;
}

export type ParameterKind = "select" | "multiselect" | "text" | "date" | "daterange" | "number" | (string & {});

export interface ParameterOption {
  value: string;
  label: string;
}

export interface DashboardParameter {
  name: string;
  kind: ParameterKind;
  label: string;
  options: (string | ParameterOption)[] | null;
  /** Several for `multiselect`, from and to for `daterange`; dates may be relative: today, -30d, -6m, -5y. */
  default: string | string[] | null;
  multiple: boolean;
}

export interface TileLayout {
  id: string;
  title: string;
  subtitle: string | null;
  kind: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface KnownAtVersion {
  version?: number | null;
  timestamp: string;
  label: string;
  /** The tables that changed then. */
  tables?: string[];
}

/** GET /api/dashboards/{name} */
export interface DashboardDetail {
  name?: string;
  title: string;
  description?: string | null;
  parameters: DashboardParameter[];
  layout: TileLayout[];
  knownAt: { versions: KnownAtVersion[] };
}

/** POST /api/dashboards/{name}/tiles/{id} */
export interface TileRequest {
  parameters: Record<string, string | string[]>;
  knownAt?: string;
  theme: ThemeName;
}

export interface TileResult {
  id?: string;
  kind: "chart" | "table" | "kpi" | "markdown" | (string & {});
  /** The question had no rows. */
  empty?: boolean;
  options?: Record<string, unknown> | null;
  columns?: TileColumn[] | null;
  /** The cells as they are, for sorting. */
  rows?: Cell[][] | null;
  /** The cells as they are shown; as long as `rows`. */
  text?: string[][] | null;
  kpi?: Kpi | null;
  markdown?: string | null;
  /** What is not shown, in words. */
  note?: string | null;
  rowCount?: number;
  truncated?: boolean;
  sql?: string | null;
  tableVersions?: TableVersionRead[] | null;
  /** Milliseconds. */
  elapsed?: number | null;
}

export interface TileColumn extends ResultColumn {
  label?: string | null;
  align?: "left" | "right" | null;
  /** Texts carry a sign that tells gains from losses. */
  signed?: boolean;
}

/** `direction` is the arrow, `tone` the colour; the sign stands in `changeFormatted`. */
export interface Kpi {
  formatted: string;
  changeFormatted?: string | null;
  changeLabel?: string | null;
  direction?: "up" | "down" | "flat" | null;
  tone?: "good" | "bad" | "neutral" | null;
}

/** One message of GET /api/events; `id:` is the sequence. */
export interface LiveEvent {
  name: "run" | "step" | "asset" | "check" | "log" | "schedule";
  sequence: number;
  runId?: string | null;
  asset?: string | null;
  stepKey?: string | null;
  status?: string | null;
  type?: string | null;
}
