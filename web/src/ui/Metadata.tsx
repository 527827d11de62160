import { Link } from "react-router";
import type { Cell, MetadataEntry } from "../api/types";
import { formatNumber, formatTime, plural } from "./format";
import { tableAddress } from "./addresses";

const isEntry = (value: MetadataEntry | Cell): value is MetadataEntry =>
  typeof value === "object" && value !== null && !Array.isArray(value) && typeof (value as { kind?: unknown }).kind === "string" && "value" in value;

function ofRecord(value: Cell, name: string): Cell | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value[name] : undefined;
}

function TableVersion({ value }: { value: Cell }) {
  const table = ofRecord(value, "table");
  const version = ofRecord(value, "version");
  if (typeof table !== "string") return <>{JSON.stringify(value)}</>;
  return <Link to={tableAddress(table, { version: String(version) })} className="mono">{table} v{String(version)}</Link>;
}

function SchemaValue({ value }: { value: Cell }) {
  if (!Array.isArray(value)) return <>{JSON.stringify(value)}</>;
  return (
    <details>
      <summary>{plural(value.length, "column")}</summary>
      <div className="row wrap" style={{ marginTop: 4 }}>{value.map((column, index) => <span key={index} className="tag mono">{String(ofRecord(column, "name"))} <span className="faint">{String(ofRecord(column, "type"))}</span></span>)}</div>
    </details>
  );
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
    case "tableSchema": return <SchemaValue value={value} />;
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
