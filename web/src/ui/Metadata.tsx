import { Link } from "react-router";
import type { Cell, MetadataEntry } from "../api/types";
import { formatNumber, formatTime } from "./format";

const isEntry = (value: MetadataEntry | Cell): value is MetadataEntry =>
  typeof value === "object" && value !== null && !Array.isArray(value) && typeof (value as { kind?: unknown }).kind === "string" && "value" in value;

function ofRecord(value: Cell, name: string): Cell | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

function TableVersion({ value }: { value: Cell }) {
  const table = ofRecord(value, "table");
  const version = ofRecord(value, "version");
  if (typeof table !== "string") return <>{JSON.stringify(value)}</>;
  return <Link to={`/catalog/${encodeURIComponent(table)}?tab=preview&version=${String(version)}`} className="mono">{table} v{String(version)}</Link>;
}

/** One value that a run attached to what it made. */
export function MetadataValue({ entry }: { entry: MetadataEntry | Cell }) {
  const { kind, value } = isEntry(entry) ? entry : { kind: "json", value: entry };
  if (value === null) return <span className="faint">none</span>;
  switch (kind) {
    case "timestamp": return <>{formatTime(String(value))}</>;
    case "url": return /^https?:\/\//.test(String(value)) ? <a href={String(value)} target="_blank" rel="noreferrer">{String(value)}</a> : <>{String(value)}</>;
    case "path": return <span className="mono">{String(value)}</span>;
    case "tableVersion": return <TableVersion value={value} />;
    case "markdown": return <div className="markdown" style={{ whiteSpace: "pre-wrap" }}>{String(value)}</div>;
    default: break;
  }
  if (typeof value === "number") return <span className="num">{formatNumber(value)}</span>;
  if (typeof value === "object") return <span className="mono">{JSON.stringify(value)}</span>;
  return <>{String(value)}</>;
}

export function MetadataList({ metadata }: { metadata: Record<string, MetadataEntry | Cell> }) {
  const entries = Object.entries(metadata);
  if (entries.length === 0) return <p className="faint">No metadata.</p>;
  return (
    <dl className="facts">
      {entries.map(([name, entry]) => (
        <div key={name} style={{ display: "contents" }}>
          <dt>{name}</dt>
          <dd><MetadataValue entry={entry} /></dd>
        </div>
      ))}
    </dl>
  );
}
