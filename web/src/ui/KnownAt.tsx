import { Clock, History, X } from "lucide-react";
import { useState } from "react";
import { Menu } from "./Menu";
import { formatTime } from "./format";

/** What a known-at value means: a version number of one table, or a time for all. */
export function describeKnownAt(value: string): string {
  if (!value) return "Now";
  return /^\d+$/.test(value) ? `Version ${value}` : formatTime(value);
}

/** A time as the browser's field gives it, as an instant. */
export function toInstant(local: string): string | null {
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** Chooses what the lake is asked as: as it is now, as it was at a time, or at a version. */
export function KnownAtControl({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [local, setLocal] = useState("");
  const [version, setVersion] = useState("");
  const instant = toInstant(local);
  return (
    <span className="row" style={{ gap: 2 }}>
      <Menu label="Known at" className="btn" button={<>{value ? <History size={14} aria-hidden style={{ color: "var(--acc)" }} /> : <Clock size={14} aria-hidden />} Known at: {describeKnownAt(value)}</>}>
        <div data-stay style={{ padding: 8, display: "flex", flexDirection: "column", gap: 10, width: 260 }}>
          <label className="field"><span>What was known at a time</span><input className="input" type="datetime-local" step={1} value={local} onChange={(event) => setLocal(event.target.value)} /></label>
        </div>
        <button type="button" role="menuitem" disabled={!instant} onClick={() => instant && onChange(instant)}>Use this time</button>
        <div data-stay style={{ padding: 8 }}>
          <label className="field"><span>A version, for every table named</span><input className="input" inputMode="numeric" pattern="\d*" placeholder="12" value={version} onChange={(event) => setVersion(event.target.value.replace(/\D/g, ""))} /></label>
        </div>
        <button type="button" role="menuitem" disabled={!version} onClick={() => version && onChange(version)}>Use this version</button>
        <button type="button" role="menuitem" onClick={() => onChange("")}>Now</button>
      </Menu>
      {value && <button type="button" className="btn ghost icon" aria-label="Back to now" title="Back to now" onClick={() => onChange("")}><X size={14} aria-hidden /></button>}
    </span>
  );
}
