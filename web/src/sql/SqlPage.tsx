import { Download, History, Link2, PanelLeft, Play, Square, TriangleAlert } from "lucide-react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { ApiError, post, postRaw } from "../api/client";
import type { SqlResult } from "../api/types";
import { formatAgo, formatCount, formatDuration, plural } from "../ui/format";
import { KnownAtControl } from "../ui/KnownAt";
import { Menu } from "../ui/Menu";
import { copyText, Page, saveFile } from "../ui/Page";
import { Segments } from "../ui/Segments";
import { Empty, SkeletonBlock } from "../ui/States";
import { toast, toastError } from "../ui/Toasts";
import type { EditorHandle, Mark } from "./Editor";
import { copyResult, ResultGrid } from "./ResultGrid";
import { namespaceOf, useKnownTables } from "./schema";
import { fromHash, loadPast, remember, savePast, toHash, type Past } from "./share";
import { SqlChart } from "./SqlChart";
import { TableTree } from "./TableTree";
import "./sql.css";
import { tableAddress } from "../ui/addresses";

const Editor = lazy(() => import("./Editor"));

const rowLimit = 10_000;

interface Answer {
  sql: string;
  knownAt: string;
  result: SqlResult;
  number: number;
}

function useStatement() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [running, setRunning] = useState(false);
  const [past, setPast] = useState<Past[]>(() => loadPast(localStorage));
  const controller = useRef<AbortController | null>(null);
  const count = useRef(0);
  const run = useCallback(async (sql: string, knownAt: string) => {
    controller.current?.abort();
    const mine = new AbortController();
    controller.current = mine;
    setRunning(true);
    setError(null);
    try {
      const result = await post<SqlResult>("/sql", { sql, limit: rowLimit, ...(knownAt && { knownAt }) }, mine.signal);
      setAnswer({ sql, knownAt, result, number: ++count.current });
      setPast((old) => {
        const next = remember(old, { sql, knownAt, at: new Date().toISOString(), rows: result.rows.length, elapsedMs: result.elapsedMs });
        savePast(localStorage, next);
        return next;
      });
    } catch (problem) {
      if (!mine.signal.aborted) setError(problem);
    } finally {
      if (controller.current === mine) setRunning(false);
    }
  }, []);
  const stop = useCallback(() => {
    controller.current?.abort();
    setRunning(false);
  }, []);
  useEffect(() => () => controller.current?.abort(), []);
  return { answer, error, running, past, run, stop };
}

async function exportAs(format: "csv" | "json" | "arrow", sql: string, knownAt: string): Promise<void> {
  const response = await postRaw(`/sql/export?format=${format}`, { sql, ...(knownAt && { knownAt }) });
  saveFile(`result.${format}`, await response.blob());
}

function Problem({ error }: { error: unknown }) {
  const problem = error instanceof ApiError ? error : null;
  return (
    <div className="note bad" role="alert" style={{ margin: "12px 20px" }}>
      <TriangleAlert size={15} aria-hidden />
      <div style={{ minWidth: 0 }}>
        <b>{problem?.title ?? "The statement failed"}</b>
        {problem?.line !== undefined && <span className="muted"> at line {problem.line}{problem.column !== undefined ? `, column ${problem.column}` : ""}</span>}
        <pre>{problem?.detail ?? (error instanceof Error ? error.message : String(error))}</pre>
        {problem?.hint && <p className="muted">{problem.hint}</p>}
      </div>
    </div>
  );
}

function Summary({ result }: { result: SqlResult }) {
  return (
    <span className="row muted cut">
      <span className="nowrap">{result.truncated ? `first ${formatCount(result.rows.length)} rows` : plural(result.rows.length, "row")}, {formatDuration(result.elapsedMs)}</span>
      {result.tables.map((table) => (
        <Link key={table.name} className="tag mono" to={tableAddress(table.name, { version: table.version })} title={table.filesScanned !== undefined ? `${table.filesScanned} files read, ${table.filesPruned ?? 0} left out` : undefined}>{table.name} v{table.version}</Link>
      ))}
    </span>
  );
}

export default function SqlPage() {
  const location = useLocation();
  const navigate = useNavigate();
  const shared = useMemo(() => fromHash(location.hash), [location.hash]);
  const { answer, error, running, past, run, stop } = useStatement();
  const [initial] = useState(() => shared?.sql ?? past[0]?.sql ?? "");
  const [text, setText] = useState(initial);
  const [knownAt, setKnownAt] = useState(shared?.knownAt ?? "");
  const [tab, setTab] = useState<"rows" | "chart">("rows");
  const [tree, setTree] = useState(() => window.innerWidth > 1100);
  const editor = useRef<EditorHandle>(null);
  const { tables, pending, error: tablesError } = useKnownTables();
  const schema = useMemo(() => namespaceOf(tables), [tables]);
  // What failed has no rows: those of the statement before it are not its own.
  const shown = error === null ? answer : null;
  const mark = useMemo<Mark | null>(() => (error instanceof ApiError && error.line !== undefined ? { line: error.line, column: error.column ?? 1, message: error.message } : null), [error]);

  const runNow = useCallback(() => {
    const wanted = (editor.current?.wanted() ?? "").trim();
    if (wanted) void run(wanted, knownAt);
  }, [run, knownAt]);

  const began = useRef(false);
  useEffect(() => {
    if (began.current || !shared) return;
    began.current = true;
    void run(shared.sql, shared.knownAt);
  }, [shared, run]);

  const share = () => {
    const hash = toHash({ sql: text, knownAt });
    void navigate({ hash }, { replace: true });
    copyText(`${window.location.origin}/sql${hash}`).then(() => toast("The link is copied"), toastError);
  };
  const take = (entry: Past) => {
    editor.current?.setText(entry.sql);
    setKnownAt(entry.knownAt);
    editor.current?.focus();
  };

  return (
    <Page
      fixed
      title="SQL"
      actions={
        <>
          <KnownAtControl value={knownAt} onChange={setKnownAt} />
          <Menu label="History" className="btn" button={<><History size={14} aria-hidden /> History</>}>
            {past.length === 0 && <div className="faint" style={{ padding: 8 }}>Statements that ran are kept here, in this browser.</div>}
            {past.slice(0, 40).map((entry) => (
              <button key={entry.at} type="button" role="menuitem" onClick={() => take(entry)} style={{ display: "block" }}>
                <div className="mono cut" style={{ maxWidth: 288 }}>{entry.sql.replace(/\s+/g, " ")}</div>
                <div className="faint" style={{ fontSize: 11.5 }}>{formatAgo(entry.at, Date.now())}, {formatCount(entry.rows)} rows{entry.knownAt && ", at an earlier time"}</div>
              </button>
            ))}
          </Menu>
          <button type="button" className="btn" onClick={share} disabled={!text.trim()}><Link2 size={14} aria-hidden /> Share</button>
          {running
            ? <button type="button" className="btn" onClick={stop}><Square size={13} aria-hidden /> Stop</button>
            : <button type="button" className="btn primary" onClick={runNow} disabled={!text.trim()} title="Ctrl+Enter; runs what is marked, or everything"><Play size={14} aria-hidden /> Run</button>}
        </>
      }
    >
      <div className={`lab${tree ? " with-tree" : ""}`}>
        {tree && <TableTree tables={tables} pending={pending} error={tablesError} onInsert={(name) => editor.current?.insert(name)} />}
        <div className="lab-main">
          <div className="lab-editor">
            <Suspense fallback={<SkeletonBlock label="Loading the editor" />}>
              <Editor initial={initial} schema={schema} mark={mark} onChange={setText} onRun={runNow} handle={editor} />
            </Suspense>
          </div>
          <div className="toolbar lab-bar">
            <button type="button" className="btn ghost icon" aria-label="Tables" aria-pressed={tree} onClick={() => setTree(!tree)} title="Tables and columns"><PanelLeft size={15} aria-hidden /></button>
            <Segments label="Result as" value={tab} onChange={setTab} options={[{ value: "rows", label: "Rows" }, { value: "chart", label: "Chart" }]} />
            {running ? <span className="muted" role="status">Running…</span> : shown && <Summary result={shown.result} />}
            <span className="sp" />
            {shown && (
              <>
                <button type="button" className="btn ghost" onClick={() => copyResult(shown.result.columns, shown.result.rows)}>Copy</button>
                <Menu label="Export" className="btn ghost" button={<><Download size={14} aria-hidden /> Export</>}>
                  {(["csv", "json", "arrow"] as const).map((format) => <button key={format} type="button" role="menuitem" onClick={() => exportAs(format, shown.sql, shown.knownAt).catch(toastError)}>{format === "arrow" ? "Arrow" : format.toUpperCase()}, all rows</button>)}
                </Menu>
              </>
            )}
          </div>
          <div className="lab-result" aria-busy={running}>
            {error !== null ? <Problem error={error} /> : !answer ? (
              running ? <div style={{ padding: 20, height: 200 }}><SkeletonBlock /></div> : (
                <Empty icon={Play} title="Ask the lake">
                  Write a SELECT and press Ctrl+Enter. FROM silver.daily_bars AT (VERSION =&gt; 3) reads an earlier version, and “Known at” moves the whole statement back in time.
                </Empty>
              )
            ) : tab === "chart" ? <SqlChart key={answer.number} id={answer.number} result={answer.result} />
              : answer.result.rows.length === 0 ? <Empty title="No row">The statement ran and found nothing.</Empty>
              : <ResultGrid key={answer.number} label="Result" columns={answer.result.columns} rows={answer.result.rows} />}
          </div>
        </div>
      </div>
    </Page>
  );
}
