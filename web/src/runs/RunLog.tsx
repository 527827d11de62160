import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine, Search } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import type { RunEvent } from "../api/types";
import { formatClock } from "../ui/format";
import { Failure, Skeleton } from "../ui/States";
import { levelOf, matchesLog, type LogFilter, logWord } from "./log";
import { useRunLog } from "./useRunLog";

function Line({ event, onStep }: { event: RunEvent; onStep: (step: string) => void }) {
  const level = levelOf(event);
  return (
    <>
      <span className="log-time" title={event.timestamp}>{formatClock(new Date(event.timestamp), true)}</span>
      <span className={`log-level ${level}`}>{logWord(event)}</span>
      {event.stepKey ? <button type="button" className="log-step cut" title={`Only ${event.stepKey}`} onClick={() => onStep(event.stepKey!)}>{event.stepKey}</button> : <span className="log-step faint">run</span>}
      <span className="log-text">{event.message ?? logWord(event)}{event.partition && !event.stepKey?.includes(event.partition) ? <span className="faint"> [{event.partition}]</span> : null}</span>
    </>
  );
}

const stepsOffered = 500;

/** The log of a run: only what is in sight is in the document, and it follows the end until somebody scrolls up. */
export function RunLog({ runId, active, step, onStep, steps }: { runId: string; active: boolean; step: string; onStep: (step: string) => void; steps: string[] }) {
  const { events, error, loading } = useRunLog(runId, active);
  const [level, setLevel] = useState<LogFilter["level"]>("information");
  const [text, setText] = useState("");
  const [follow, setFollow] = useState(true);
  const scroller = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => events.filter((event) => matchesLog(event, { level, step, text })), [events, level, step, text]);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 22,
    getItemKey: (index) => shown[index]!.sequence,
    overscan: 20,
  });
  useEffect(() => {
    if (follow && shown.length > 0) virtual.scrollToIndex(shown.length - 1, { align: "end" });
  }, [shown.length, follow, virtual]);
  const onScroll = () => {
    const element = scroller.current;
    if (element) setFollow(element.scrollHeight - element.scrollTop - element.clientHeight < 40);
  };
  return (
    <section className="log" aria-label="Log">
      <div className="log-bar">
        <h2>Log</h2>
        <span className="faint">{shown.length === events.length ? `${events.length.toLocaleString("en-US")} events` : `${shown.length.toLocaleString("en-US")} of ${events.length.toLocaleString("en-US")}`}</span>
        <span className="sp" />
        <select className="input" aria-label="Level" value={level} onChange={(event) => setLevel(event.target.value as LogFilter["level"])}>
          <option value="debug">Everything</option>
          <option value="information">Information and worse</option>
          <option value="warning">Warnings and worse</option>
          <option value="error">Errors</option>
        </select>
        <select className="input" aria-label="Step" value={step} onChange={(event) => onStep(event.target.value)} style={{ maxWidth: 200 }}>
          <option value="">Every step</option>
          {step && !steps.slice(0, stepsOffered).includes(step) && <option value={step}>{step}</option>}
          {steps.slice(0, stepsOffered).map((each) => <option key={each} value={each}>{each}</option>)}
        </select>
        <span className="search">
          <Search size={14} aria-hidden />
          <input className="input" style={{ width: 160 }} type="search" aria-label="Search the log" placeholder="Search" value={text} onChange={(event) => setText(event.target.value)} />
        </span>
        <button type="button" className="btn" aria-pressed={follow} onClick={() => setFollow(!follow)} title="Stay at the end as it grows">
          <ArrowDownToLine size={14} aria-hidden style={follow ? { color: "var(--acc)" } : undefined} /> Follow
        </button>
      </div>
      <div className="log-lines" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-live="off">
        {error !== null && events.length === 0 ? <Failure error={error} small /> : null}
        {loading && events.length === 0 ? <Skeleton rows={5} /> : null}
        {!loading && !error && shown.length === 0 && <div className="state small">{events.length === 0 ? "Nothing was logged yet." : "No event passes these filters."}</div>}
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const event = shown[item.index]!;
            return (
              <div key={item.key} data-index={item.index} ref={virtual.measureElement} className={`log-line ${levelOf(event)}`} style={{ transform: `translateY(${item.start}px)` }}>
                <Line event={event} onStep={onStep} />
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
