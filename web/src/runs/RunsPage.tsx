import { Activity, Play } from "lucide-react";
import { useMemo, useState } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { isActive, useAssets, useRuns } from "../api/queries";
import type { Run } from "../api/types";
import { DataTable, type Column } from "../ui/DataTable";
import { formatDuration } from "../ui/format";
import { Page } from "../ui/Page";
import { Empty, Loaded } from "../ui/States";
import { Status } from "../ui/Status";
import { Ago, useNow } from "../ui/Time";
import { useLaunchDialog } from "./launch";
import { StepBar } from "./StepBar";
import { describePartitions, elapsed } from "./steps";

const statuses = ["queued", "running", "succeeded", "failed", "canceled", "interrupted"];

function Elapsed({ run }: { run: Run }) {
  const now = useNow();
  return <>{formatDuration(elapsed(run, now))}</>;
}

export function runColumns(): Column<Run>[] {
  return [
    { id: "status", header: "Status", sort: (run) => run.status, cell: (run) => <Status status={run.status} />, width: 120 },
    { id: "id", header: "Run", cell: (run) => <Link className="mono" to={`/runs/${run.id}`}>{run.id.slice(0, 8)}</Link>, width: 96 },
    { id: "selection", header: "Assets", sort: (run) => run.selection, cell: (run) => <span className="mono">{run.selection}</span>, title: (run) => run.selection },
    { id: "partitions", header: "Partitions", cell: (run) => describePartitions(run.partitions) || <span className="faint">all</span>, title: (run) => describePartitions(run.partitions) },
    {
      id: "steps", header: "Steps", width: 170,
      cell: (run) => (
        <div className="row">
          <div style={{ width: 80 }}><StepBar counts={run.steps} /></div>
          <span className="muted">{run.steps.succeeded}/{run.steps.total}</span>
          {run.steps.failed > 0 && <span className="dn">{run.steps.failed} failed</span>}
        </div>
      ),
    },
    { id: "trigger", header: "Started by", sort: (run) => run.trigger, cell: (run) => <span className="muted">{run.trigger}</span> },
    { id: "created", header: "Created", sort: (run) => Date.parse(run.createdAt), numeric: true, cell: (run) => <Ago at={run.createdAt} /> },
    { id: "elapsed", header: "Took", numeric: true, sort: (run) => elapsed(run, Date.now()), cell: (run) => (isActive(run.status) ? <Elapsed run={run} /> : formatDuration(elapsed(run, 0))) },
  ];
}

/** Half a key is no asset, so the list follows when a known key, nothing, or Enter is given. */
function AssetFilter({ asset, onChange }: { asset: string; onChange: (asset: string) => void }) {
  const [draft, setDraft] = useState(asset);
  const keys = useAssets().data?.map((each) => each.key) ?? [];
  const write = (value: string) => {
    setDraft(value);
    if (value === "" || keys.includes(value)) onChange(value);
  };
  return (
    <form onSubmit={(event) => { event.preventDefault(); onChange(draft.trim()); }}>
      <input className="input" style={{ width: 260 }} type="search" list="runs-assets" aria-label="Asset" placeholder="Asset, as silver/daily_bars" value={draft} onChange={(event) => write(event.target.value)} />
      <datalist id="runs-assets">{keys.map((key) => <option key={key} value={key} />)}</datalist>
    </form>
  );
}

export default function RunsPage() {
  const [parameters, setParameters] = useSearchParams();
  const status = parameters.get("status") ?? "";
  const asset = parameters.get("asset") ?? "";
  const runs = useRuns({ status, asset });
  const navigate = useNavigate();
  const launch = useLaunchDialog();
  const columns = useMemo(runColumns, []);
  const rows = useMemo(() => runs.data?.pages.flatMap((page) => page.runs), [runs.data]);
  const set = (name: string, value: string) =>
    setParameters((old) => {
      if (value) old.set(name, value);
      else old.delete(name);
      return old;
    }, { replace: true });
  const filtered = status !== "" || asset !== "";
  return (
    <Page
      title="Runs"
      actions={<button type="button" className="btn primary" onClick={() => launch({ selection: asset || "*" })}><Play size={14} aria-hidden /> Materialize…</button>}
    >
      <div className="toolbar" role="search">
        <label className="row"><span className="sr">Status</span>
          <select className="input" value={status} onChange={(event) => set("status", event.target.value)}>
            <option value="">Every status</option>
            {statuses.map((each) => <option key={each} value={each}>{each}</option>)}
          </select>
        </label>
        <AssetFilter key={asset} asset={asset} onChange={(value) => set("asset", value)} />
        {filtered && <button type="button" className="btn ghost" onClick={() => setParameters({}, { replace: true })}>Clear</button>}
      </div>
      <div className="page-body">
        <div className="card">
          <Loaded
            query={{ ...runs, data: rows }}
            empty={
              <Empty icon={Activity} title={filtered ? "No run is like that" : "Nothing has run yet"} actions={<button type="button" className="btn" onClick={() => launch({ selection: "*" })}>Materialize assets</button>}>
                {filtered ? "Loosen the filters, or launch a run." : "A run materializes assets. Launch one here, or with wallstreet materialize."}
              </Empty>
            }
          >
            {(list) => <DataTable label="Runs" rows={list} columns={columns} rowKey={(run) => run.id} onOpen={(run) => void navigate(`/runs/${run.id}`)} />}
          </Loaded>
        </div>
        {runs.hasNextPage && <div className="row" style={{ justifyContent: "center" }}><button type="button" className="btn" disabled={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>{runs.isFetchingNextPage ? "Loading…" : "Older runs"}</button></div>}
      </div>
    </Page>
  );
}
