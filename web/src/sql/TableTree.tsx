import { ChevronDown, ChevronRight, Table2 } from "lucide-react";
import { useState } from "react";
import { Failure } from "../ui/States";
import type { KnownTable } from "./schema";

function Branch({ table, onInsert }: { table: KnownTable; onInsert: (text: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div className="tree-row">
        <button type="button" className="tree-toggle" aria-expanded={open} onClick={() => setOpen(!open)} title="Show its columns">
          {open ? <ChevronDown size={13} aria-hidden /> : <ChevronRight size={13} aria-hidden />}
          <Table2 size={13} aria-hidden />
          <span className="mono cut">{table.name}</span>
        </button>
        <button type="button" className="btn ghost small tree-use" onClick={() => onInsert(table.name)} aria-label={`Insert ${table.name}`}>insert</button>
      </div>
      {open && (
        <ul>
          {table.columns?.map((column) => (
            <li key={column.name}><button type="button" className="tree-column" onClick={() => onInsert(column.name)} title={column.comment ?? `Insert ${column.name}`}><span className="mono cut">{column.name}</span><span className="faint cut">{column.type.toLowerCase()}</span></button></li>
          )) ?? <li className="faint" style={{ padding: "2px 30px" }}>Loading…</li>}
        </ul>
      )}
    </li>
  );
}

export function TableTree({ tables, pending, error, onInsert }: { tables: KnownTable[]; pending: boolean; error: unknown; onInsert: (text: string) => void }) {
  const [asked, setAsked] = useState("");
  const shown = tables.filter((table) => table.name.includes(asked.toLowerCase()) || table.columns?.some((column) => asked.length > 1 && column.name.toLowerCase().includes(asked.toLowerCase())));
  return (
    <aside className="tree" aria-label="Tables">
      <input className="input" type="search" aria-label="Search tables and columns" placeholder="Tables and columns" value={asked} onChange={(event) => setAsked(event.target.value)} />
      {error ? <Failure error={error} small /> : pending ? <div className="faint" style={{ padding: 8 }}>Loading…</div> : shown.length === 0 ? <div className="faint" style={{ padding: 8 }}>{tables.length === 0 ? "The lake has no table yet." : "Nothing is called that."}</div> : <ul>{shown.map((table) => <Branch key={table.name} table={table} onInsert={onInsert} />)}</ul>}
    </aside>
  );
}
