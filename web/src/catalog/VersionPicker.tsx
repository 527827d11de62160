import { ChevronLeft, ChevronRight } from "lucide-react";
import { useTableHistory } from "../api/queries";
import { formatTime } from "../ui/format";

/** A version of a table: step by step, or out of the list. */
export function VersionPicker({ name, version, latest, onChange }: { name: string; version: number; latest: number; onChange: (version: number) => void }) {
  const history = useTableHistory(name).data ?? [];
  const oldest = history.at(-1)?.version ?? 0;
  const listed = history.some((commit) => commit.version === version);
  return (
    <span className="row" style={{ gap: 4 }}>
      <button type="button" className="btn icon" aria-label="Earlier version" disabled={version <= oldest} onClick={() => onChange(version - 1)}><ChevronLeft size={14} aria-hidden /></button>
      <select className="input" aria-label="Version" value={version} onChange={(event) => onChange(Number(event.target.value))}>
        {!listed && <option value={version}>v{version}</option>}
        {history.map((commit) => <option key={commit.version} value={commit.version}>v{commit.version}{commit.version === latest ? " (newest)" : ""}, {formatTime(commit.timestamp)}, {commit.operation}</option>)}
      </select>
      <button type="button" className="btn icon" aria-label="Later version" disabled={version >= latest} onClick={() => onChange(version + 1)}><ChevronRight size={14} aria-hidden /></button>
    </span>
  );
}
