import { Link } from "react-router";
import { useMaterializations } from "../api/queries";
import type { AssetDetail, SchemaField } from "../api/types";
import { formatCount } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { MetadataList } from "../ui/Metadata";
import { Loaded, Skeleton } from "../ui/States";
import { groupColour, Status } from "../ui/Status";
import { Ago } from "../ui/Time";
import { StaleNote } from "./AssetPage";
import { Checks } from "./Checks";
import { tableAddress } from "../ui/addresses";

export function SchemaTable({ fields, label }: { fields: readonly SchemaField[]; label: string }) {
  return (
    <div className="table-wrap">
      <table className="table" aria-label={label}>
        <thead><tr><th scope="col" style={{ width: 40 }} className="num">#</th><th scope="col">Column</th><th scope="col">Type</th><th scope="col">Nullable</th><th scope="col">Comment</th></tr></thead>
        <tbody>
          {fields.map((field, index) => (
            <tr key={field.name}>
              <td className="num faint">{index + 1}</td>
              <td className="mono">{field.name}</td>
              <td className="mono muted">{field.type}</td>
              <td className="muted">{field.nullable ? "yes" : "no"}</td>
              <td className="muted wide" style={{ whiteSpace: "normal" }}>{field.comment}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Links({ keys, none }: { keys: readonly string[]; none: string }) {
  if (keys.length === 0) return <span className="faint">{none}</span>;
  return <div className="links">{keys.map((key) => <Link key={key} className="mono" to={`/assets/${key}`}><span className="cut">{key}</span></Link>)}</div>;
}

function Latest({ asset }: { asset: AssetDetail }) {
  const query = useMaterializations(asset.key, 1);
  return (
    <section className="card">
      <header><h2>Latest materialization</h2><span className="sp" />{query.data?.[0] && <span className="muted"><Ago at={query.data[0].timestamp} /></span>}</header>
      <div className="in">
        <Loaded query={query} skeleton={<Skeleton rows={3} />} empty={<p className="muted">Never materialized. Press “Materialize…” to make it.</p>}>
          {([latest]) => latest && (
            <div className="col">
              <div className="row wrap">
                {latest.version !== null && asset.tableName && <Link className="tag mono" to={tableAddress(asset.tableName, { version: latest.version })}>version {latest.version}</Link>}
                {latest.partition && <span className="tag mono">{latest.partition}</span>}
                {latest.runId && <Link className="tag mono" to={`/runs/${latest.runId}`}>run {latest.runId.slice(0, 8)}</Link>}
                {latest.codeVersion && <span className="tag">code {latest.codeVersion}</span>}
              </div>
              <MetadataList metadata={latest.metadata} />
            </div>
          )}
        </Loaded>
      </div>
    </section>
  );
}

export function Overview({ asset }: { asset: AssetDetail }) {
  const tags = Object.entries(asset.tags);
  return (
    <div className="two">
      <div className="col">
        <StaleNote reasons={asset.staleReasons} />
        {asset.description && <section className="card"><div className="in"><Markdown text={asset.description} /></div></section>}
        <Latest asset={asset} />
        {asset.schema && asset.schema.length > 0 && <section className="card"><header><h2>Columns</h2><span className="faint">{asset.schema.length}</span></header><SchemaTable fields={asset.schema} label={`Columns of ${asset.key}`} /></section>}
        {Object.keys(asset.metadata ?? {}).length > 0 && <section className="card"><header><h2>Definition metadata</h2></header><div className="in"><MetadataList metadata={asset.metadata} /></div></section>}
      </div>
      <aside className="card" aria-label="Facts">
        <div className="in">
          <dl className="facts">
            <dt>Status</dt><dd><Status status={asset.status} /></dd>
            <dt>Group</dt><dd className="row"><i className="dot" style={{ background: groupColour(asset.group) }} aria-hidden /><Link to={`/assets?q=${encodeURIComponent(`group:${asset.group}`)}`}>{asset.group}</Link></dd>
            <dt>Kinds</dt><dd className="row wrap">{asset.kinds.length > 0 ? asset.kinds.map((kind) => <span key={kind} className="tag">{kind}</span>) : <span className="faint">none</span>}</dd>
            <dt>Owners</dt><dd>{asset.owners.length > 0 ? asset.owners.join(", ") : <span className="faint">none</span>}</dd>
            <dt>Tags</dt><dd className="row wrap">{tags.length > 0 ? tags.map(([name, value]) => <Link key={name} className="tag" to={`/assets?q=${encodeURIComponent(`tag:${name}${value ? `=${value}` : ""}`)}`}>{name}{value && `=${value}`}</Link>) : <span className="faint">none</span>}</dd>
            <dt>Partitions</dt><dd>{asset.partitions ? <>{formatCount(asset.partitions.count)} <span className="faint">{asset.partitions.kind}</span></> : <span className="faint">none</span>}</dd>
            <dt>Rows</dt><dd>{formatCount(asset.lastMaterialized?.rows)}</dd>
            <dt>Materialized</dt><dd><Ago at={asset.lastMaterialized?.timestamp} /></dd>
            <dt>Checks</dt><dd><Checks checks={asset.checks} /></dd>
            <dt>Table</dt><dd>{asset.tableName ? <Link className="mono" to={tableAddress(asset.tableName)}>{asset.tableName}</Link> : <span className="faint">none</span>}</dd>
            <dt>Runs</dt><dd><Link to={`/runs?asset=${encodeURIComponent(asset.key)}`}>Runs of this asset</Link></dd>
            <dt>Upstreams</dt><dd><Links keys={asset.upstreams} none="none: a source" /></dd>
            <dt>Downstreams</dt><dd><Links keys={asset.downstreams} none="none" /></dd>
          </dl>
        </div>
      </aside>
    </div>
  );
}
