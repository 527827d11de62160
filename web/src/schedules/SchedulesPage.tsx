import { CalendarClock, ChevronDown, ChevronRight, Pause, Play, Zap } from "lucide-react";
import { Fragment, useState } from "react";
import { Link } from "react-router";
import { useScheduleAction, useSchedules, useTicks } from "../api/queries";
import type { Schedule } from "../api/types";
import { formatTime } from "../ui/format";
import { Page } from "../ui/Page";
import { Empty, Loaded, Skeleton } from "../ui/States";
import { Status } from "../ui/Status";
import { Ago } from "../ui/Time";
import { toast, toastError } from "../ui/Toasts";
import { describeCron } from "./cron";

function Ticks({ name }: { name: string }) {
  const ticks = useTicks(name, true);
  return (
    <Loaded query={ticks} skeleton={<Skeleton rows={3} />} empty={<div className="state small">No tick yet. The history begins with the first one.</div>}>
      {(list) => (
        <table className="table" aria-label={`Ticks of ${name}`}>
          <thead><tr><th scope="col">Tick</th><th scope="col">Outcome</th><th scope="col">Run</th><th scope="col">Message</th></tr></thead>
          <tbody>
            {list.map((tick) => (
              <tr key={`${tick.timestamp}-${tick.runId}`}>
                <td>{formatTime(tick.timestamp)}</td>
                <td><Status status={tick.status} /></td>
                <td>{tick.runId ? <Link className="mono" to={`/runs/${tick.runId}`}>{tick.runId.slice(0, 8)}</Link> : <span className="faint">none</span>}</td>
                <td className="muted" title={tick.message ?? undefined}>{tick.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Loaded>
  );
}

function Actions({ schedule }: { schedule: Schedule }) {
  const change = useScheduleAction();
  const act = (action: "start" | "stop" | "tick", done: string) =>
    change.mutate({ name: schedule.name, action }, { onSuccess: () => toast(done), onError: toastError });
  const running = schedule.status === "running";
  return (
    <div className="row" style={{ justifyContent: "flex-end" }}>
      <button type="button" className="btn small" disabled={change.isPending} onClick={() => act("tick", `${schedule.name} was ticked`)} title="Launch its run now, whatever the clock says">
        <Zap size={13} aria-hidden /> Tick now
      </button>
      <button type="button" className="btn small" disabled={change.isPending} onClick={() => act(running ? "stop" : "start", running ? `${schedule.name} is stopped` : `${schedule.name} is running`)} style={{ width: 72 }}>
        {running ? <Pause size={13} aria-hidden /> : <Play size={13} aria-hidden />} {running ? "Stop" : "Start"}
      </button>
    </div>
  );
}

function ScheduleRows({ schedule }: { schedule: Schedule }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr>
        <td>
          <button type="button" className="btn ghost small" style={{ color: "var(--tx)", marginLeft: -8 }} aria-expanded={open} onClick={() => setOpen(!open)} title="Tick history">
            {open ? <ChevronDown size={14} aria-hidden /> : <ChevronRight size={14} aria-hidden />} {schedule.name}
          </button>
        </td>
        <td><Status status={schedule.status === "running" ? "started" : "stopped"} word={schedule.status} /></td>
        <td title={schedule.cron}>{describeCron(schedule.cron)} <span className="mono faint">{schedule.cron}</span></td>
        <td className="muted">{schedule.timeZone}</td>
        <td><Link className="mono" to={`/assets?q=${encodeURIComponent(schedule.selection)}`}>{schedule.selection}</Link></td>
        <td>{schedule.status === "running" ? <Ago at={schedule.nextTick} none="none" /> : <span className="faint">stopped</span>}</td>
        <td>{schedule.lastTick ? <span className="row"><Status status={schedule.lastTick.status} /><span className="muted"><Ago at={schedule.lastTick.timestamp} /></span></span> : <span className="faint">never</span>}</td>
        <td className="wide"><Actions schedule={schedule} /></td>
      </tr>
      {open && <tr><td colSpan={8} className="wide" style={{ padding: "0 14px 8px 36px", height: "auto", background: "var(--bg)" }}><Ticks name={schedule.name} /></td></tr>}
    </>
  );
}

export default function SchedulesPage() {
  const schedules = useSchedules();
  return (
    <Page title="Schedules">
      <div className="page-body">
        <div className="card">
          <Loaded query={schedules} empty={<Empty icon={CalendarClock} title="No schedule is defined">A schedule launches a selection of assets on a cron, in a time zone. Define one in the program, beside the assets.</Empty>}>
            {(list) => (
              <div className="table-wrap">
                <table className="table" aria-label="Schedules">
                  <thead>
                    <tr>{["Schedule", "Status", "When", "Zone", "Assets", "Next tick", "Last tick"].map((name) => <th key={name} scope="col">{name}</th>)}<th scope="col"><span className="sr">Actions</span></th></tr>
                  </thead>
                  <tbody>{list.map((schedule) => <Fragment key={schedule.name}><ScheduleRows schedule={schedule} /></Fragment>)}</tbody>
                </table>
              </div>
            )}
          </Loaded>
        </div>
      </div>
    </Page>
  );
}
