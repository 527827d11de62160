import { Filter, List, Play, Search, Workflow, X } from "lucide-react";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { ApiError } from "../api/client";
import { useAssetGraph, useAssets } from "../api/queries";
import type { AssetGraph, AssetSummary } from "../api/types";
import { useLaunchDialog } from "../runs/launch";
import { selectionOf } from "../runs/command";
import { score } from "../shell/find";
import { DataTable, type Column } from "../ui/DataTable";
import { formatCompact, formatCount, plural } from "../ui/format";
import { Page } from "../ui/Page";
import { Segments } from "../ui/Segments";
import { Empty, Failure, Skeleton, SkeletonBlock } from "../ui/States";
import { groupColour, Status, Synthetic } from "../ui/Status";
import { Ago } from "../ui/Time";
import { Checks } from "./Checks";
import { toggle } from "./path";
import { Sidebar } from "./Sidebar";
import "./assets.css";

const GraphView = lazy(() => import("./GraphView"));

type View = "graph" | "list";

function useView(): [View, (view: View) => void] {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get("view");
  const view: View = asked === "list" || asked === "graph" ? asked : "graph";
  return [
    view,
    (next) =>
      setParameters((old) => {
        old.set("view", next);
        return old;
      }, { replace: true }),
  ];
}

function columnsFor(selected: ReadonlySet<string>, onToggle: (key: string) => void): Column<AssetSummary>[] {
  return [
    { id: "pick", header: "", label: "Selected", width: 34, cell: (asset) => <input type="checkbox" aria-label={`Select ${asset.key}`} checked={selected.has(asset.key)} onChange={() => onToggle(asset.key)} /> },
    {
      id: "key", header: "Asset", sort: (asset) => asset.key,
      cell: (asset) => (
        <span className="row"><Link className="mono" to={`/assets/${asset.key}`}>{asset.key}</Link>{asset.synthetic && <Synthetic tags={asset.tags} />}</span>
      ),
    },
    { id: "status", header: "Status", width: 104, sort: (asset) => asset.status, cell: (asset) => <Status status={asset.status} /> },
    { id: "group", header: "Group", sort: (asset) => asset.group, cell: (asset) => <span className="row"><i className="dot" style={{ background: groupColour(asset.group) }} aria-hidden />{asset.group}</span> },
    { id: "kinds", header: "Kinds", cell: (asset) => <span className="row">{asset.kinds.map((kind) => <span key={kind} className="tag">{kind}</span>)}</span> },
    { id: "rows", header: "Rows", numeric: true, sort: (asset) => asset.lastMaterialized?.rows, cell: (asset) => formatCompact(asset.lastMaterialized?.rows), title: (asset) => formatCount(asset.lastMaterialized?.rows) },
    { id: "partitions", header: "Partitions", numeric: true, sort: (asset) => asset.partitions?.count, cell: (asset) => (asset.partitions ? <>{formatCount(asset.partitions.count)} <span className="faint">{asset.partitions.kind}</span></> : <span className="faint">none</span>) },
    { id: "checks", header: "Checks", sort: (asset) => asset.checks.failed * 1000 + asset.checks.warned, numeric: true, cell: (asset) => <Checks checks={asset.checks} /> },
    { id: "last", header: "Materialized", numeric: true, sort: (asset) => (asset.lastMaterialized ? Date.parse(asset.lastMaterialized.timestamp) : null), cell: (asset) => <Ago at={asset.lastMaterialized?.timestamp} /> },
  ];
}

function Groups({ assets, selection, onSelect }: { assets: readonly AssetSummary[]; selection: string; onSelect: (selection: string) => void }) {
  const counts = new Map<string, number>();
  for (const asset of assets) counts.set(asset.group, (counts.get(asset.group) ?? 0) + 1);
  if (counts.size < 2) return null;
  return (
    <div className="graph-groups" role="group" aria-label="Groups">
      {[...counts].map(([group, count]) => {
        const wanted = `group:${group}`;
        const on = selection === wanted;
        return (
          <button key={group} type="button" className="btn small" aria-pressed={on} onClick={() => onSelect(on ? "" : wanted)}>
            <i className="dot" style={{ background: groupColour(group) }} aria-hidden /> {group} <span className="faint">{count}</span>
          </button>
        );
      })}
    </div>
  );
}

function matching(graph: AssetGraph | undefined, search: string): AssetGraph | undefined {
  if (!graph || !search) return graph;
  const keys = new Set(graph.nodes.filter((node) => score(node.key, search) >= 10).map((node) => node.key));
  return { ...graph, nodes: graph.nodes.filter((node) => keys.has(node.key)), edges: graph.edges.filter((edge) => keys.has(edge.from) && keys.has(edge.to)) };
}

export default function AssetsPage() {
  const [parameters, setParameters] = useSearchParams();
  const selection = parameters.get("q") ?? "";
  const [draft, setDraft] = useState<string | null>(null);
  const [search, setSearch] = useState("");
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [view, setView] = useView();
  const assets = useAssets();
  const graph = useAssetGraph(selection || "*");
  const launch = useLaunchDialog();
  const navigate = useNavigate();
  const byKey = useMemo(() => new Map((assets.data ?? []).map((asset) => [asset.key, asset])), [assets.data]);
  const shown = useMemo(() => matching(graph.data, search), [graph.data, search]);
  const onSelect = useCallback((key: string, add: boolean) => setSelected((old) => toggle(old, key, add)), []);
  const onClear = useCallback(() => setSelected(new Set()), []);
  const columns = useMemo(() => columnsFor(selected, (key) => onSelect(key, true)), [selected, onSelect]);
  const rows = useMemo(() => shown?.nodes.flatMap((node) => byKey.get(node.key) ?? []) ?? [], [shown, byKey]);
  const wrong = graph.error instanceof ApiError && graph.error.status >= 400 && graph.error.status < 500 ? graph.error : null;

  const select = (next: string) => {
    setDraft(null);
    setParameters((old) => {
      if (next.trim()) old.set("q", next.trim());
      else old.delete("q");
      return old;
    });
  };
  const failure = wrong ? null : (graph.error ?? assets.error);
  const target = selected.size > 0 ? selectionOf([...selected]) : selection || "*";

  let body;
  if (failure && !shown) body = <Failure error={failure} retry={() => void Promise.all([graph.refetch(), assets.refetch()])} />;
  else if (wrong) {
    body = (
      <Empty icon={Filter} title={wrong.title} actions={<button type="button" className="btn" onClick={() => select("")}>Show all assets</button>}>
        {[wrong.detail, wrong.hint].filter(Boolean).join(" ")}
      </Empty>
    );
  } else if (!shown || !assets.data) body = view === "graph" ? <div style={{ padding: 20, height: "100%" }}><SkeletonBlock label="Loading the graph" /></div> : <Skeleton rows={12} />;
  else if (shown.nodes.length === 0) {
    body = (
      <Empty icon={Workflow} title={assets.data.length === 0 ? "No asset is defined yet" : "No asset is selected by this"} actions={assets.data.length > 0 && <button type="button" className="btn" onClick={() => { setSearch(""); select(""); }}>Show all assets</button>}>
        {assets.data.length === 0 ? "An asset is a C# class or method marked [Asset], or a SQL file in the folder models. Add one and start the program again." : "Loosen the selection or the search."}
      </Empty>
    );
  } else if (view === "graph") {
    body = (
      <div className="graph">
        <Groups assets={assets.data} selection={selection} onSelect={select} />
        <Suspense fallback={<SkeletonBlock label="Loading the graph" />}>
          <GraphView key={selection} graph={shown} assets={byKey} selected={selected} onSelect={onSelect} onClear={onClear} />
        </Suspense>
      </div>
    );
  } else {
    body = (
      <div className="list-pane">
        <div className="card">
          <DataTable label="Assets" rows={rows} columns={columns} rowKey={(asset) => asset.key} isSelected={(asset) => selected.has(asset.key)} onOpen={(asset) => void navigate(`/assets/${asset.key}`)} />
        </div>
      </div>
    );
  }

  return (
    <Page
      fixed
      title="Assets"
      actions={
        <>
          {selected.size > 0 && <button type="button" className="btn ghost" onClick={onClear}><X size={14} aria-hidden /> Clear selection</button>}
          <button type="button" className="btn primary" onClick={() => launch({ selection: target })}>
            <Play size={14} aria-hidden /> {selected.size > 0 ? `Materialize ${plural(selected.size, "asset")}…` : selection ? "Materialize selection…" : "Materialize all…"}
          </button>
        </>
      }
    >
      <div className="toolbar" role="search">
        <Segments label="View" value={view} onChange={setView} options={[{ value: "graph", label: <><Workflow size={13} aria-hidden /> Graph</> }, { value: "list", label: <><List size={13} aria-hidden /> List</> }]} />
        <form
          className="search selection-input"
          onSubmit={(event) => {
            event.preventDefault();
            select(draft ?? selection);
          }}
        >
          <Filter size={14} aria-hidden />
          <input className={`input mono${wrong ? " bad" : ""}`} style={{ width: "100%" }} spellCheck={false} aria-label="Selection" placeholder="Select: gold/*, +silver/daily_bars, tag:x, group:gold" value={draft ?? selection} onChange={(event) => setDraft(event.target.value)} onBlur={() => draft !== null && draft !== selection && select(draft)} />
        </form>
        <span className="search">
          <Search size={14} aria-hidden />
          <input className="input" type="search" style={{ width: 180 }} aria-label="Search assets" placeholder="Search" value={search} onChange={(event) => setSearch(event.target.value)} />
        </span>
        <span className="sp" />
        {shown && <span className="muted nowrap">{shown.nodes.length === assets.data?.length ? plural(shown.nodes.length, "asset") : `${shown.nodes.length} of ${plural(assets.data?.length ?? 0, "asset")}`}</span>}
      </div>
      <div className="assets">
        <div style={{ minWidth: 0, minHeight: 0, display: "grid" }}>{body}</div>
        {view === "graph" && selected.size > 0 && <Sidebar assets={[...selected].flatMap((key) => byKey.get(key) ?? [])} onClose={onClear} />}
      </div>
    </Page>
  );
}
