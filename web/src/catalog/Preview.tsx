import { Terminal } from "lucide-react";
import { useNavigate, useSearchParams } from "react-router";
import { useTablePreview } from "../api/queries";
import type { TableDetail } from "../api/types";
import { ResultGrid } from "../sql/ResultGrid";
import { sqlAddress } from "../sql/share";
import { plural } from "../ui/format";
import { toInstant } from "../ui/KnownAt";
import { Empty, Loaded } from "../ui/States";
import { VersionPicker } from "./VersionPicker";

/** The first rows of a table, at any version or time. */
export function Preview({ table }: { table: TableDetail }) {
  const [parameters, setParameters] = useSearchParams();
  const navigate = useNavigate();
  const asked = parameters.get("version");
  const timestamp = parameters.get("timestamp");
  const version = asked !== null && /^\d+$/.test(asked) ? Number(asked) : undefined;
  const query = useTablePreview(table.name, timestamp ? { timestamp } : version !== undefined ? { version } : {});
  const shown = query.data?.version ?? version ?? table.version;
  const set = (values: Record<string, string>) => setParameters({ tab: "preview", ...values }, { replace: true });
  return (
    <section className="card" style={{ display: "flex", flexDirection: "column", height: "max(360px, calc(100vh - 150px))" }}>
      <header style={{ flexWrap: "wrap" }}>
        <VersionPicker name={table.name} version={shown} latest={table.version} onChange={(next) => set(next === table.version ? {} : { version: String(next) })} />
        <label className="row muted">or as of <input className="input" type="datetime-local" step={1} aria-label="Time" onChange={(event) => { const instant = toInstant(event.target.value); if (instant) set({ timestamp: instant }); }} /></label>
        {(timestamp || version !== undefined) && <button type="button" className="btn ghost" onClick={() => set({})}>Newest</button>}
        <span className="sp" />
        {query.data && <span className="muted">{plural(query.data.rows.length, "row")} shown</span>}
        <button type="button" className="btn" onClick={() => void navigate(sqlAddress(`SELECT *\nFROM ${table.name} AT (VERSION => ${shown})\nLIMIT 100`))}><Terminal size={14} aria-hidden /> Query this version</button>
      </header>
      <Loaded query={query} isEmpty={(data) => data.rows.length === 0} empty={<Empty title="No row in this version">The table is empty here.</Empty>}>
        {(data) => <ResultGrid key={`${data.version}`} label={`Rows of ${table.name}`} columns={data.columns} rows={data.rows} />}
      </Loaded>
    </section>
  );
}
