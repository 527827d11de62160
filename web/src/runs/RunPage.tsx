import { Ban, CircleX, RotateCcw, StepForward } from "lucide-react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { isActive, useCancelRun, useRetryRun, useRun } from "../api/queries";
import type { RunDetail } from "../api/types";
import { DataTable, type Column } from "../ui/DataTable";
import { formatDuration, formatTime } from "../ui/format";
import { Page } from "../ui/Page";
import { Segments } from "../ui/Segments";
import { Empty, Failure, Skeleton } from "../ui/States";
import { Status } from "../ui/Status";
import { Ago, useNow } from "../ui/Time";
import { toast, toastError } from "../ui/Toasts";
import { Gantt } from "./Gantt";
import { RunLog } from "./RunLog";
import { StepBar } from "./StepBar";
import { countSteps, describePartitions, elapsed, stepPartition } from "./steps";
import type { RunStep } from "../api/types";
import "./runs.css";

const stepColumns: Column<RunStep>[] = [
  { id: "status", header: "Status", sort: (step) => step.status, cell: (step) => <Status status={step.status} />, width: 120 },
  { id: "asset", header: "Asset", sort: (step) => step.asset, cell: (step) => <Link className="mono" to={`/assets/${step.asset}`}>{step.asset}</Link> },
  { id: "partition", header: "Partition", sort: stepPartition, cell: (step) => <span className="mono">{stepPartition(step)}</span> },
  { id: "attempt", header: "Attempt", numeric: true, sort: (step) => step.attempt, cell: (step) => step.attempt },
  { id: "started", header: "Started", numeric: true, sort: (step) => (step.startedAt ? Date.parse(step.startedAt) : null), cell: (step) => formatTime(step.startedAt) },
  { id: "took", header: "Took", numeric: true, sort: (step) => elapsed(step, Date.now()), cell: (step) => formatDuration(elapsed(step, Date.now())) },
  { id: "error", header: "Error", cell: (step) => step.error && <span className="dn">{step.error.split("\n")[0]}</span>, title: (step) => step.error ?? undefined },
];

function RunActions({ run }: { run: RunDetail }) {
  const cancel = useCancelRun();
  const retry = useRetryRun();
  const navigate = useNavigate();
  const again = (fromFailure: boolean) =>
    retry.mutate({ id: run.id, fromFailure }, {
      onSuccess: (next) => {
        toast(fromFailure ? "Retrying what failed" : "Retrying the whole run");
        if (next?.id) void navigate(`/runs/${next.id}`);
      },
      onError: toastError,
    });
  if (isActive(run.status)) {
    return (
      <button type="button" className="btn danger" disabled={cancel.isPending} onClick={() => cancel.mutate(run.id, { onSuccess: () => toast("The run is asked to stop"), onError: toastError })}>
        <Ban size={14} aria-hidden /> {cancel.isPending ? "Canceling…" : "Cancel"}
      </button>
    );
  }
  return (
    <>
      {run.status !== "succeeded" && <button type="button" className="btn primary" disabled={retry.isPending} onClick={() => again(true)}><StepForward size={14} aria-hidden /> Retry from failure</button>}
      <button type="button" className="btn" disabled={retry.isPending} onClick={() => again(false)}><RotateCcw size={14} aria-hidden /> Retry all</button>
    </>
  );
}

function Facts({ run, now }: { run: RunDetail; now: number }) {
  const counts = countSteps(run.steps);
  const partitions = describePartitions(run.partitions);
  return (
    <div className="run-facts">
      <div><span>Assets</span><Link className="mono cut" to={`/assets?q=${encodeURIComponent(run.selection)}`}>{run.selection}</Link></div>
      {partitions && <div><span>Partitions</span><span className="mono">{partitions}</span></div>}
      <div><span>Steps</span><div style={{ width: 90 }}><StepBar counts={counts} /></div>{counts.succeeded}/{counts.total}{counts.failed > 0 && <span className="dn">{counts.failed} failed</span>}{counts.skipped > 0 && <span className="muted">{counts.skipped} skipped</span>}</div>
      <div><span>Took</span>{formatDuration(elapsed(run, now))}</div>
      <div><span>Created</span><Ago at={run.createdAt} /></div>
      <div><span>By</span>{run.trigger}</div>
      {run.launcher && <div><span>Launcher</span>{run.launcher}</div>}
      {Object.entries(run.tags ?? {}).map(([name, value]) => <span key={name} className="tag">{name}={value}</span>)}
    </div>
  );
}

function Steps({ run, now }: { run: RunDetail; now: number }) {
  const [parameters, setParameters] = useSearchParams();
  const step = parameters.get("step") ?? "";
  const view = parameters.get("view") === "list" ? "list" : "timeline";
  const set = (name: string, value: string) =>
    setParameters((old) => {
      if (value) old.set(name, value);
      else old.delete(name);
      return old;
    }, { replace: true });
  const failed = run.steps.find((each) => each.key === step && each.error) ?? (step ? undefined : run.steps.find((each) => each.status === "failed" && each.error));
  return (
    <div className="run">
      <div>
        <Facts run={run} now={now} />
        {(failed || run.error) && (
          <div style={{ padding: "8px 20px", borderBottom: "1px solid var(--line)" }}>
            <div className="note bad" role="alert">
              <CircleX size={15} aria-hidden />
              <div style={{ minWidth: 0 }}>
                {failed ? <><b className="mono">{failed.key}</b> failed{failed.attempt > 1 ? ` after ${failed.attempt} attempts` : ""}.<pre>{failed.error}</pre></> : <pre style={{ margin: 0 }}>{run.error}</pre>}
              </div>
            </div>
          </div>
        )}
        <div className="toolbar">
          <h2>Steps</h2>
          <span className="sp" />
          <Segments label="View of the steps" value={view} onChange={(value) => set("view", value === "list" ? "list" : "")} options={[{ value: "timeline", label: "Timeline" }, { value: "list", label: "List" }]} />
        </div>
      </div>
      {run.steps.length === 0 ? (
        <Empty title="No step yet">The plan is being made; its steps appear here.</Empty>
      ) : view === "timeline" ? (
        <Gantt run={run} now={now} selected={step} onSelect={(key) => set("step", key)} />
      ) : (
        <div style={{ overflow: "auto", background: "var(--panel)", borderBottom: "1px solid var(--line)" }}>
          <DataTable label="Steps" rows={run.steps} columns={stepColumns} rowKey={(each) => each.key} onOpen={(each) => set("step", each.key === step ? "" : each.key)} isSelected={(each) => each.key === step} />
        </div>
      )}
      <RunLog runId={run.id} active={isActive(run.status)} step={step} onStep={(key) => set("step", key)} steps={run.steps.map((each) => each.key)} />
    </div>
  );
}

export default function RunPage() {
  const { id = "" } = useParams();
  const query = useRun(id);
  const now = useNow();
  const run = query.data;
  return (
    <Page
      fixed
      title={`Run ${id.slice(0, 8)}`}
      heading={
        <>
          <Link className="crumb" to="/runs">Runs</Link><span className="slash">/</span>
          <h1 className="mono" style={{ fontSize: 14 }} title={id}>{id.slice(0, 8)}</h1>
          {run && <Status status={run.status} />}
        </>
      }
      actions={run && <RunActions run={run} />}
    >
      {run ? <Steps run={run} now={isActive(run.status) ? now : Date.parse(run.endedAt ?? run.createdAt)} /> : query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Skeleton rows={10} />}
    </Page>
  );
}
