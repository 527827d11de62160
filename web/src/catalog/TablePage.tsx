import { ChevronDown, ChevronRight, FileBox, Terminal, Workflow } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useTable, useTableFiles, useTableHistory } from "../api/queries";
import type { Cell, TableCommit, TableDetail, TableFile } from "../api/types";
import { SchemaTable } from "../assets/Overview";
import { sqlAddress } from "../sql/share";
import { DataTable, type Column } from "../ui/DataTable";
import { formatBytes, formatCell, formatCount, formatTime, plural } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { Page } from "../ui/Page";
import { Empty, Failure, Loaded, Skeleton } from "../ui/States";
import { TabPanel, Tabs } from "../ui/Tabs";
import { Ago } from "../ui/Time";
import { Preview } from "./Preview";
import { VersionPicker } from "./VersionPicker";
import { tableAddress, tableOfAddress } from "../ui/addresses";

function Schema({ table }: { table: TableDetail }) {
  const properties = Object.entries(table.properties);
  const features = [...(table.protocol.readerFeatures ?? []), ...(table.protocol.writerFeatures ?? [])];
  return (
    <div className="two">
      <section className="card"><header><h2>Columns</h2><span className="faint">{table.schema.length}</span></header><SchemaTable fields={table.schema} label={`Columns of ${table.name}`} /></section>
      <aside className="card" aria-label="Facts">
        <div className="in">
          <dl className="facts">
            <dt>Version</dt><dd className="mono">v{table.version}</dd>
            <dt>Changed</dt><dd><Ago at={table.timestamp} /></dd>
            <dt>Rows</dt><dd>{formatCount(table.rows)}</dd>
            <dt>Size</dt><dd>{formatBytes(table.sizeBytes)} in {plural(table.files, "file")}</dd>
            <dt>Partitioned by</dt><dd>{table.partitionColumns.length > 0 ? <span className="mono">{table.partitionColumns.join(", ")}</span> : <span className="faint">none</span>}</dd>
            {table.clusteringColumns.length > 0 && <><dt>Clustered by</dt><dd className="mono">{table.clusteringColumns.join(", ")}</dd></>}
            <dt>Location</dt><dd className="mono" style={{ overflowWrap: "anywhere" }}>{table.location}</dd>
            <dt>Asset</dt><dd>{table.asset ? <Link className="mono" to={`/assets/${table.asset}`}>{table.asset}</Link> : <span className="faint">none: others write it</span>}</dd>
            <dt>Protocol</dt><dd>reader {table.protocol.minReaderVersion ?? "?"}, writer {table.protocol.minWriterVersion ?? "?"}{features.length > 0 && <span className="row wrap" style={{ marginTop: 4 }}>{[...new Set(features)].map((feature) => <span key={feature} className="tag">{feature}</span>)}</span>}</dd>
          </dl>
        </div>
        {properties.length > 0 && (
          <>
            <header style={{ borderTop: "1px solid var(--line)" }}><h2>Properties</h2></header>
            <div className="in col" style={{ gap: 6 }}>{properties.map(([name, value]) => <div key={name} className="row mono" style={{ justifyContent: "space-between", flexWrap: "wrap" }}><span className="muted" style={{ overflowWrap: "anywhere" }}>{name}</span><span>{value}</span></div>)}</div>
          </>
        )}
      </aside>
    </div>
  );
}

/** The most telling numbers of a commit. */
export function commitMetrics(metrics: Record<string, Cell> | null | undefined): string {
  if (!metrics) return "";
  const number = (name: string) => (metrics[name] === undefined || metrics[name] === null ? null : Number(metrics[name]));
  const parts: string[] = [];
  const rows = number("numOutputRows");
  const files = number("numFiles") ?? number("numAddedFiles");
  const removed = number("numRemovedFiles");
  const bytes = number("numOutputBytes");
  if (rows !== null) parts.push(plural(rows, "row"));
  if (files !== null) parts.push(plural(files, "file"));
  if (removed) parts.push(`${formatCount(removed)} removed`);
  if (bytes !== null) parts.push(formatBytes(bytes));
  return parts.join(", ");
}

function CommitDetails({ commit }: { commit: TableCommit }) {
  const groups: [string, Record<string, Cell> | null | undefined][] = [["Parameters", commit.parameters], ["Metrics", commit.metrics]];
  return (
    <div className="col">
      <dl className="facts">
        {groups.flatMap(([title, values]) => Object.entries(values ?? {}).map(([name, value]) => <div key={title + name} style={{ display: "contents" }}><dt>{name}</dt><dd className="mono">{formatCell(value)}</dd></div>))}
        {commit.partition && <><dt>Partition</dt><dd className="mono">{commit.partition}</dd></>}
        {commit.codeVersion && <><dt>Code version</dt><dd className="mono">{commit.codeVersion}</dd></>}
        {commit.inputs && Object.keys(commit.inputs).length > 0 && <><dt>Read</dt><dd className="row wrap">{Object.entries(commit.inputs).map(([table, version]) => <Link key={table} className="tag mono" to={tableAddress(table, { version: version })}>{table} v{version}</Link>)}</dd></>}
        {commit.engineInfo && <><dt>Engine</dt><dd>{commit.engineInfo}</dd></>}
        {commit.readVersion !== null && commit.readVersion !== undefined && <><dt>Read version</dt><dd className="mono">v{commit.readVersion}</dd></>}
        {commit.userMetadata && <><dt>User metadata</dt><dd className="mono">{commit.userMetadata}</dd></>}
      </dl>
    </div>
  );
}

function CommitRow({ commit, name }: { commit: TableCommit; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr className="go" onClick={(event) => !(event.target as Element).closest("a, button") && setOpen(!open)}>
        <td><button type="button" className="btn ghost small" style={{ color: "var(--tx)", marginLeft: -8 }} aria-expanded={open} onClick={() => setOpen(!open)}>{open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />}<span className="mono">v{commit.version}</span></button></td>
        <td>{formatTime(commit.timestamp)}</td>
        <td><span className="tag">{commit.operation}</span></td>
        <td className="muted">{commitMetrics(commit.metrics)}</td>
        <td>{commit.runId ? <Link className="mono" to={`/runs/${commit.runId}`}>{commit.runId.slice(0, 8)}</Link> : <span className="faint">none</span>}</td>
        <td className="num"><Link to={tableAddress(name, { version: commit.version })}>Preview</Link></td>
      </tr>
      {open && <tr><td colSpan={6} className="wide" style={{ whiteSpace: "normal", padding: "10px 14px 14px 36px", height: "auto", background: "var(--bg)" }}><CommitDetails commit={commit} /></td></tr>}
    </>
  );
}

function HistoryTab({ name }: { name: string }) {
  const [limit, setLimit] = useState(200);
  const query = useTableHistory(name, limit);
  return (
    <>
      <div className="card">
        <Loaded query={query} empty={<Empty title="No commit yet" />}>
          {(commits) => (
            <div className="table-wrap">
              <table className="table" aria-label={`History of ${name}`}>
                <thead><tr><th scope="col">Version</th><th scope="col">Time</th><th scope="col">Operation</th><th scope="col">Wrote</th><th scope="col">Run</th><th scope="col"><span className="sr">Preview</span></th></tr></thead>
                <tbody>{commits.map((commit) => <CommitRow key={commit.version} commit={commit} name={name} />)}</tbody>
              </table>
            </div>
          )}
        </Loaded>
      </div>
      {query.data && query.data.length >= limit && <div className="row" style={{ justifyContent: "center" }}><button type="button" className="btn" onClick={() => setLimit(limit * 4)}>Older versions</button></div>}
    </>
  );
}

const fileColumns: Column<TableFile>[] = [
  { id: "path", header: "File", sort: (file) => file.path, cell: (file) => <span className="mono">{file.path}</span>, title: (file) => file.path },
  { id: "partition", header: "Partition", cell: (file) => <span className="mono muted">{Object.entries(file.partition ?? {}).map(([name, value]) => `${name}=${value ?? "null"}`).join(", ")}</span> },
  { id: "rows", header: "Rows", numeric: true, sort: (file) => file.rows, cell: (file) => formatCount(file.rows) },
  { id: "size", header: "Size", numeric: true, sort: (file) => file.sizeBytes, cell: (file) => formatBytes(file.sizeBytes) },
  { id: "modified", header: "Written", numeric: true, sort: (file) => file.modifiedAt, cell: (file) => formatTime(file.modifiedAt) },
];

function FileStats({ file, onClose }: { file: TableFile; onClose: () => void }) {
  const names = [...new Set([...Object.keys(file.stats?.minValues ?? {}), ...Object.keys(file.stats?.nullCount ?? {})])];
  return (
    <section className="card" aria-label="Statistics of the file">
      <header><h2 className="mono cut">{file.path}</h2><span className="sp" /><button type="button" className="btn ghost small" onClick={onClose}>Close</button></header>
      {names.length === 0 ? <div className="state small">This file has no statistics, so a scan cannot leave it out.</div> : (
        <div className="table-wrap" style={{ maxHeight: 320 }}>
          <table className="table" aria-label="Column statistics">
            <thead><tr><th scope="col">Column</th><th scope="col" className="num">Smallest</th><th scope="col" className="num">Largest</th><th scope="col" className="num">Nulls</th></tr></thead>
            <tbody>{names.map((name) => <tr key={name}><td className="mono">{name}</td><td className="num mono">{formatCell(file.stats?.minValues?.[name])}</td><td className="num mono">{formatCell(file.stats?.maxValues?.[name])}</td><td className="num">{formatCell(file.stats?.nullCount?.[name])}</td></tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Files({ table }: { table: TableDetail }) {
  const [version, setVersion] = useState<number | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useTableFiles(table.name, version);
  const file = query.data?.find((each) => each.path === chosen);
  return (
    <>
      <div className="row"><VersionPicker name={table.name} version={version ?? table.version} latest={table.version} onChange={(next) => setVersion(next === table.version ? null : next)} />{query.data && <span className="muted">{plural(query.data.length, "file")}, {formatBytes(query.data.reduce((sum, each) => sum + each.sizeBytes, 0))}</span>}</div>
      {file && <FileStats file={file} onClose={() => setChosen(null)} />}
      <div className="card">
        <Loaded query={query} empty={<Empty icon={FileBox} title="This version holds no file">The table is empty here.</Empty>}>
          {(files) => <DataTable label="Files" rows={files} columns={fileColumns} rowKey={(each) => each.path} onOpen={(each) => setChosen(each.path === chosen ? null : each.path)} isSelected={(each) => each.path === chosen} />}
        </Loaded>
      </div>
    </>
  );
}

const tabs = [{ id: "schema", label: "Schema" }, { id: "preview", label: "Preview" }, { id: "history", label: "History" }, { id: "files", label: "Files" }];

export default function TablePage() {
  const name = tableOfAddress(useParams()["*"] ?? "");
  const query = useTable(name);
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const table = query.data;
  const current = tabs.find((tab) => tab.id === parameters.get("tab"))?.id ?? "schema";
  return (
    <Page
      title={name}
      heading={<><Link className="crumb" to="/catalog">Catalog</Link><span className="slash">/</span><h1 className="mono" style={{ fontSize: 14 }}>{name}</h1>{table && <span className="tag mono">v{table.version}</span>}</>}
      actions={
        table && (
          <>
            {table.asset && <Link className="btn" to={`/assets/${table.asset}`}><Workflow size={14} aria-hidden /> Asset</Link>}
            <button type="button" className="btn" onClick={() => void navigate(sqlAddress(`SELECT *\nFROM ${table.name}\nLIMIT 100`))}><Terminal size={14} aria-hidden /> Query</button>
          </>
        )
      }
    >
      {table ? (
        <>
          <Tabs label={`About ${name}`} tabs={tabs} current={current} onChange={(id) => setParameters(id === "schema" ? {} : { tab: id }, { replace: true })} />
          <TabPanel id={current}>
            {current === "schema" && table.description && <div className="muted"><Markdown text={table.description} /></div>}
            {current === "schema" ? <Schema table={table} /> : current === "preview" ? <Preview table={table} /> : current === "history" ? <HistoryTab name={name} /> : <Files table={table} />}
          </TabPanel>
        </>
      ) : query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={10} />}
    </Page>
  );
}
