import { ChevronDown, ChevronRight, History } from "lucide-react";
import { useState } from "react";
import { Link } from "react-router";
import { useMaterializations } from "../api/queries";
import type { AssetDetail, Materialization } from "../api/types";
import { formatTime } from "../ui/format";
import { MetadataList, MetadataValue } from "../ui/Metadata";
import { Empty, Loaded } from "../ui/States";
import { tableAddress } from "../ui/addresses";

function Inputs({ inputs }: { inputs: Record<string, number> }) {
  const entries = Object.entries(inputs ?? {});
  if (entries.length === 0) return <span className="faint">none</span>;
  return <span className="row wrap">{entries.map(([table, version]) => <Link key={table} className="tag mono" to={tableAddress(table, { version: version })}>{table} v{version}</Link>)}</span>;
}

function Row({ item, asset }: { item: Materialization; asset: AssetDetail }) {
  const [open, setOpen] = useState(false);
  const rows = item.metadata["rows"] ?? item.metadata["rowsWritten"];
  return (
    <>
      <tr className="go" onClick={(event) => !(event.target as Element).closest("a, button") && setOpen(!open)}>
        <td><button type="button" className="btn ghost small icon" aria-label={`Details of ${formatTime(item.timestamp)}`} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}</button></td>
        <td>{formatTime(item.timestamp)}</td>
        <td className="mono">{item.partition ?? <span className="faint">none</span>}</td>
        <td className="num">{rows ? <MetadataValue entry={rows} /> : <span className="faint">–</span>}</td>
        <td className="num">{item.version !== null && asset.tableName ? <Link className="mono" to={tableAddress(asset.tableName, { version: item.version })}>v{item.version}</Link> : <span className="faint">–</span>}</td>
        <td>{item.runId ? <Link className="mono" to={`/runs/${item.runId}`}>{item.runId.slice(0, 8)}</Link> : <span className="faint">none</span>}</td>
        <td className="mono muted">{item.codeVersion}</td>
      </tr>
      {open && (
        <tr>
          <td colSpan={7} className="wide" style={{ whiteSpace: "normal", padding: "10px 14px 14px 48px", height: "auto", background: "var(--bg)" }}>
            <div className="col">
              <MetadataList metadata={item.metadata} />
              <dl className="facts">
                <dt>Read</dt><dd><Inputs inputs={item.inputs} /></dd>
                {item.dataVersion && <><dt>Data version</dt><dd className="mono">{item.dataVersion}</dd></>}
                <dt>Event</dt><dd className="mono">{item.sequence}</dd>
              </dl>
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

export function Materializations({ asset }: { asset: AssetDetail }) {
  const [limit, setLimit] = useState(50);
  const [partition, setPartition] = useState("");
  const query = useMaterializations(asset.key, limit, partition.trim() || undefined);
  return (
    <>
      {asset.partitions && <div className="row"><input className="input mono" type="search" style={{ width: 240 }} aria-label="Partition" placeholder="Only this partition" value={partition} onChange={(event) => setPartition(event.target.value)} /></div>}
      <div className="card">
        <Loaded query={query} empty={<Empty icon={History} title={partition ? "This partition was never materialized" : "Never materialized"}>{partition ? "Check the key, or materialize it from the tab Partitions." : "Press “Materialize…” above to make it."}</Empty>}>
          {(list) => (
            <div className="table-wrap">
              <table className="table" aria-label="Materializations">
                <thead><tr><th scope="col" style={{ width: 40 }}><span className="sr">Details</span></th><th scope="col">Time</th><th scope="col">Partition</th><th scope="col" className="num">Rows</th><th scope="col" className="num">Version</th><th scope="col">Run</th><th scope="col">Code version</th></tr></thead>
                <tbody>{list.map((item) => <Row key={item.sequence} item={item} asset={asset} />)}</tbody>
              </table>
            </div>
          )}
        </Loaded>
      </div>
      {query.data && query.data.length >= limit && <div className="row" style={{ justifyContent: "center" }}><button type="button" className="btn" onClick={() => setLimit(limit * 2)}>Older ones</button></div>}
    </>
  );
}
