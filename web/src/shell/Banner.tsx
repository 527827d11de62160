import { FileWarning, LoaderCircle, Unplug } from "lucide-react";
import { Link } from "react-router";
import { useRun, useStatus } from "../api/queries";
import { StepBar } from "../runs/StepBar";
import { countSteps } from "../runs/steps";
import { formatDuration } from "../ui/format";
import { useNow } from "../ui/Time";
import { useLive } from "./live";

function Building({ runId }: { runId: string }) {
  const run = useRun(runId).data;
  const now = useNow();
  const counts = run ? countSteps(run.steps) : null;
  const done = counts ? counts.succeeded + counts.failed + counts.skipped : 0;
  return (
    <div className="banner" role="status">
      <LoaderCircle size={16} className="spin" aria-hidden style={{ color: "var(--acc)" }} />
      <span className="nowrap"><b style={{ fontWeight: 600 }}>Building the lake</b></span>
      {counts && (
        <>
          <StepBar counts={counts} label={`${done} of ${counts.total} steps are done`} />
          <span className="muted nowrap">
            {done} of {counts.total} steps{run?.startedAt ? `, ${formatDuration(now - Date.parse(run.startedAt))}` : ""}
          </span>
        </>
      )}
      <span className="sp" />
      <Link to={`/runs/${runId}`} className="nowrap">Watch the run</Link>
    </div>
  );
}

function Problems({ problems }: { problems: string[] }) {
  return (
    <div className="banner" role="alert" style={{ background: "var(--warn-soft)", alignItems: "flex-start" }}>
      <FileWarning size={16} className="warn" aria-hidden style={{ flex: "none", marginTop: 2 }} />
      <div>
        <b style={{ fontWeight: 600 }}>The project has {problems.length === 1 ? "an error" : `${problems.length} errors`}.</b>{" "}
        What is sound is served; mend the files and start the program again.
        <ul style={{ margin: "4px 0 0", paddingLeft: 16 }}>
          {problems.slice(0, 5).map((problem) => (
            <li key={problem} className="mono" style={{ overflowWrap: "anywhere" }}>{problem}</li>
          ))}
          {problems.length > 5 && <li>{problems.length - 5} more: run “wallstreet validate”.</li>}
        </ul>
      </div>
    </div>
  );
}

/** What everybody should know now: the lake is being built, or the program does not answer. */
export function Banner() {
  const status = useStatus();
  const { state } = useLive();
  if (status.error && state !== "live") {
    return (
      <div className="banner" role="alert" style={{ background: "var(--warn-soft)" }}>
        <Unplug size={16} className="warn" aria-hidden />
        <span>The program does not answer. What you see may be old; this page reconnects by itself.</span>
      </div>
    );
  }
  if (status.data?.building) return <Building runId={status.data.building.runId} />;
  if (status.data && !status.data.ready) {
    return (
      <div className="banner" role="status">
        <LoaderCircle size={16} className="spin" aria-hidden style={{ color: "var(--acc)" }} />
        <span>The program is starting.</span>
      </div>
    );
  }
  if (status.data?.problems?.length) return <Problems problems={status.data.problems} />;
  return null;
}
