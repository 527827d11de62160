import { ArrowDownRight, ArrowRight, ArrowUpRight, Code, Download, Ellipsis, ImageDown, Layers, RotateCw, SearchX, Terminal } from "lucide-react";
import { lazy, Suspense, useRef, useState, type RefObject } from "react";
import { Link } from "react-router";
import { postRaw } from "../api/client";
import { useTile } from "../api/queries";
import type { Kpi, TileLayout, TileRequest, TileResult } from "../api/types";
import { Chart } from "../charts/Chart";
import type { ChartHandle } from "../charts/EChart";
import { toCsv } from "../sql/result";
import { sqlAddress } from "../sql/share";
import { Dialog } from "../ui/Dialog";
import { formatCell, formatDuration, formatTime } from "../ui/format";
import { Markdown } from "../ui/Markdown";
import { Menu } from "../ui/Menu";
import { copyText, saveFile } from "../ui/Page";
import { Failure, Skeleton, SkeletonBlock } from "../ui/States";
import { toast, toastError } from "../ui/Toasts";
import { bindSql } from "./bind";
import { TileTable } from "./TileTable";
import { tableAddress } from "../ui/addresses";

const SourceView = lazy(() => import("../sql/SourceView"));

const arrows = { up: ArrowUpRight, down: ArrowDownRight, flat: ArrowRight };

function KpiView({ kpi }: { kpi: Kpi }) {
  const Arrow = kpi.direction ? arrows[kpi.direction] : null;
  const colour = kpi.tone === "good" ? "up" : kpi.tone === "bad" ? "dn" : "muted";
  return (
    <div className="kpi">
      <div className="kpi-value">{kpi.formatted}</div>
      <div className="kpi-change">
        {kpi.changeFormatted && <span className={`row ${colour}`} style={{ gap: 3 }}>{Arrow && <Arrow size={14} aria-label={kpi.direction ?? undefined} />}{kpi.changeFormatted}</span>}
        {kpi.changeLabel && <span className="muted cut" title={kpi.changeLabel}>{kpi.changeLabel}</span>}
      </div>
    </div>
  );
}

function Content({ result, title, chart, kpi }: { result: TileResult; title: string; chart: RefObject<ChartHandle | null>; kpi: boolean }) {
  if (result.empty) {
    return kpi ? <div className="kpi"><div className="kpi-value faint">–</div><div className="kpi-change muted">no row for these filters</div></div>
      : <div className="state small" style={{ height: "100%" }}><SearchX size={18} strokeWidth={1.5} aria-hidden /><span>No row for these filters. Widen them, or move the time bar.</span></div>;
  }
  switch (result.kind) {
    case "kpi": return result.kpi ? <KpiView kpi={result.kpi} /> : null;
    case "markdown": return <div className="tile-scroll"><Markdown text={result.markdown ?? ""} /></div>;
    case "table": return <div className="tile-table"><TileTable result={result} label={title} /></div>;
    default: return result.options ? <Chart options={result.options} label={title} handle={chart} /> : null;
  }
}

function Sql({ tile, result, onClose }: { tile: TileLayout; result: TileResult; onClose: () => void }) {
  return (
    <Dialog title={`SQL of “${tile.title}”`} onClose={onClose} width={820} footer={<><button type="button" className="btn" onClick={() => copyText(result.sql ?? "").then(() => toast("The SQL is copied"), toastError)}>Copy</button><button type="button" className="btn" onClick={onClose}>Close</button></>}>
      <Suspense fallback={<Skeleton />}><SourceView text={result.sql ?? ""} language="sql" /></Suspense>
    </Dialog>
  );
}

function Versions({ tile, result, onClose }: { tile: TileLayout; result: TileResult; onClose: () => void }) {
  const tables = result.tableVersions ?? [];
  return (
    <Dialog title={`Table versions behind “${tile.title}”`} onClose={onClose} footer={<button type="button" className="btn" onClick={onClose}>Close</button>}>
      {tables.length === 0 ? <p className="muted">This tile reads no table.</p> : (
        <table className="table" aria-label="Table versions">
          <thead><tr><th scope="col">Table</th><th scope="col" className="num">Version</th><th scope="col" className="num">Committed</th><th scope="col" className="num">Files read</th></tr></thead>
          <tbody>
            {tables.map((table) => (
              <tr key={table.name}>
                <td><Link className="mono" to={tableAddress(table.name, { version: table.version })}>{table.name}</Link></td>
                <td className="num mono">v{table.version}</td>
                <td className="num">{formatTime(table.timestamp)}</td>
                <td className="num">{formatCell(table.filesScanned ?? null, "BIGINT").replace("null", "–")}{table.filesPruned ? <span className="faint"> ({table.filesPruned} left out)</span> : null}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {result.elapsed !== null && result.elapsed !== undefined && <p className="muted">Answered in {formatDuration(result.elapsed)}.</p>}
    </Dialog>
  );
}

export function Tile({ dashboard, tile, request, enabled }: { dashboard: string; tile: TileLayout; request: TileRequest; enabled: boolean }) {
  const query = useTile(dashboard, tile.id, request, enabled);
  const chart = useRef<ChartHandle>(null);
  const [dialog, setDialog] = useState<"sql" | "versions" | null>(null);
  const result = query.data;
  const kpi = (result?.kind ?? tile.kind) === "kpi";
  const sql = result?.sql ? bindSql(result.sql, request.parameters) : "";
  const png = () => {
    const url = chart.current?.png(getComputedStyle(document.documentElement).getPropertyValue("--panel").trim());
    if (!url) return;
    const link = document.createElement("a");
    link.href = url;
    link.download = `${dashboard}-${tile.id}.png`;
    link.click();
  };
  const csv = async () => {
    if (result?.kind === "table" && result.columns && result.rows && !result.truncated) {
      saveFile(`${dashboard}-${tile.id}.csv`, new Blob([toCsv(result.columns, result.rows)], { type: "text/csv" }));
      return;
    }
    const response = await postRaw("/sql/export?format=csv", { sql, ...(request.knownAt && { knownAt: request.knownAt }) });
    saveFile(`${dashboard}-${tile.id}.csv`, await response.blob());
  };
  return (
    <section className={`card tile${kpi ? " kpi-tile" : ""}`} style={{ "--x": tile.x + 1, "--y": tile.y + 1, "--w": tile.w, "--h": tile.h } as React.CSSProperties} aria-label={tile.title} aria-busy={query.isFetching}>
      <header className="tile-head">
        <h2 className="cut" title={tile.title}>{tile.title}</h2>
        {tile.subtitle && <small className="faint cut" title={tile.subtitle}>{tile.subtitle}</small>}
        <span className="sp" />
        {query.isFetching && result && <RotateCw size={12} className="spin faint" aria-label="Refreshing" />}
        <Menu label={`Menu of ${tile.title}`} button={<Ellipsis size={14} aria-hidden />}>
          <button type="button" role="menuitem" onClick={() => void query.refetch()}><RotateCw size={14} aria-hidden /> Refresh</button>
          {result?.sql && <button type="button" role="menuitem" onClick={() => setDialog("sql")}><Code size={14} aria-hidden /> Show SQL</button>}
          {result && <button type="button" role="menuitem" onClick={() => setDialog("versions")}><Layers size={14} aria-hidden /> Table versions</button>}
          {result?.sql && <Link role="menuitem" to={sqlAddress(sql, request.knownAt ?? "")}><Terminal size={14} aria-hidden /> Open in SQL</Link>}
          {result?.sql && <button type="button" role="menuitem" onClick={() => csv().catch(toastError)}><Download size={14} aria-hidden /> Download CSV</button>}
          {result?.kind === "chart" && result.options && <button type="button" role="menuitem" onClick={png}><ImageDown size={14} aria-hidden /> Download PNG</button>}
        </Menu>
      </header>
      <div className="tile-body">
        {query.error && !query.isFetching ? <Failure error={query.error} small retry={() => void query.refetch()} /> : result ? <Content result={result} title={tile.title} chart={chart} kpi={kpi} /> : <SkeletonBlock height={kpi ? 34 : "100%"} label={`Loading ${tile.title}`} />}
      </div>
      {result?.note && <footer className="tile-note faint" title={result.note}>{result.note}</footer>}
      {dialog === "sql" && result && <Sql tile={tile} result={result} onClose={() => setDialog(null)} />}
      {dialog === "versions" && result && <Versions tile={tile} result={result} onClose={() => setDialog(null)} />}
    </section>
  );
}
