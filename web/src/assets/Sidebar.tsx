import { ArrowRight, Table2, X } from "lucide-react";
import { Link } from "react-router";
import type { AssetSummary } from "../api/types";
import { formatCount, plural } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { groupColour, Status, Synthetic } from "../ui/Status";
import { Ago } from "../ui/Time";
import { Checks } from "./Checks";
import { tableAddress } from "../ui/addresses";

function One({ asset }: { asset: AssetSummary }) {
  return (
    <>
      <div className="row wrap"><Status status={asset.status} />{asset.synthetic && <Synthetic tags={asset.tags} />}</div>
      {asset.description && <div className="muted"><Markdown text={asset.description} /></div>}
      <dl className="facts">
        <dt>Group</dt><dd className="row"><i className="dot" style={{ background: groupColour(asset.group) }} aria-hidden />{asset.group}</dd>
        {asset.kinds.length > 0 && <><dt>Kinds</dt><dd className="row wrap">{asset.kinds.map((kind) => <span key={kind} className="tag">{kind}</span>)}</dd></>}
        {asset.owners.length > 0 && <><dt>Owners</dt><dd>{asset.owners.join(", ")}</dd></>}
        {asset.partitions && <><dt>Partitions</dt><dd>{formatCount(asset.partitions.count)} <span className="faint">{asset.partitions.kind}</span></dd></>}
        <dt>Materialized</dt><dd><Ago at={asset.lastMaterialized?.timestamp} /></dd>
        {asset.lastMaterialized?.rows !== null && asset.lastMaterialized?.rows !== undefined && <><dt>Rows</dt><dd>{formatCount(asset.lastMaterialized.rows)}</dd></>}
        {asset.lastMaterialized?.version !== null && asset.lastMaterialized?.version !== undefined && <><dt>Version</dt><dd className="mono">v{asset.lastMaterialized.version}</dd></>}
        <dt>Checks</dt><dd><Checks checks={asset.checks} /></dd>
      </dl>
      {asset.upstreams.length > 0 && <div className="links"><span className="legend">Upstreams</span>{asset.upstreams.map((key) => <Link key={key} className="mono" to={`/assets/${key}`}><span className="cut">{key}</span></Link>)}</div>}
      <div className="row wrap">
        <Link className="btn" to={`/assets/${asset.key}`}>Open asset <ArrowRight size={14} aria-hidden /></Link>
        {asset.lastMaterialized && <Link className="btn" to={tableAddress(asset.key.replaceAll("/", "."))}><Table2 size={14} aria-hidden /> Table</Link>}
      </div>
    </>
  );
}

/** What is selected in the graph. */
export function Sidebar({ assets, onClose }: { assets: AssetSummary[]; onClose: () => void }) {
  const first = assets[0];
  if (!first) return null;
  return (
    <aside className="graph-side" aria-label="Selected assets">
      <div className="row">
        <h2 className={assets.length === 1 ? "mono" : undefined} style={{ overflowWrap: "anywhere" }}>{assets.length === 1 ? first.key : plural(assets.length, "asset")}</h2>
        <span className="sp" />
        <button type="button" className="btn ghost small icon" aria-label="Close" onClick={onClose}><X size={14} aria-hidden /></button>
      </div>
      {assets.length === 1 ? <One asset={first} /> : (
        <div className="links">
          {assets.map((asset) => (
            <Link key={asset.key} to={`/assets/${asset.key}`}><i className="dot" style={{ background: groupColour(asset.group) }} aria-hidden /><span className="mono cut">{asset.key}</span><span className="sp" /><Status status={asset.status} /></Link>
          ))}
        </div>
      )}
    </aside>
  );
}
