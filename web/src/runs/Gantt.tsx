import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { RunDetail } from "../api/types";
import { formatDuration } from "../ui/format";
import { Status, toneOf } from "../ui/Status";
import { axisTicks, stepPartition, timeline } from "./steps";

/** The steps over time, one row each; a row selects its step. */
export function Gantt({ run, now, selected, onSelect }: { run: RunDetail; now: number; selected: string; onSelect: (key: string) => void }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { spans, length } = timeline(run, now);
  const ticks = axisTicks(length);
  const virtual = useVirtualizer({ count: spans.length, getScrollElement: () => scroller.current, estimateSize: () => 28, overscan: 12 });
  const at = (milliseconds: number) => `${(milliseconds / length) * 100}%`;
  return (
    <div className="gantt" role="group" aria-label="Steps over time">
      <div className="gantt-head">
        <div className="gantt-name">Step</div>
        <div className="gantt-axis" aria-hidden>
          {ticks.map((tick) => <span key={tick} style={{ left: at(tick) }}>{tick === 0 ? "0" : formatDuration(tick).replace(".0 ", " ")}</span>)}
        </div>
      </div>
      <div className="gantt-rows" ref={scroller}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const { step, from, to } = spans[item.index]!;
            const partition = stepPartition(step);
            const took = step.startedAt ? formatDuration(to - from) : "not started";
            const inside = from / length > 0.72;
            return (
              <button
                key={step.key}
                type="button"
                className="gantt-row"
                aria-pressed={selected === step.key}
                aria-label={`${step.key}, ${step.status}, ${took}`}
                style={{ transform: `translateY(${item.start}px)` }}
                onClick={() => onSelect(selected === step.key ? "" : step.key)}
              >
                <span className="gantt-name">
                  <Status status={step.status} word="" />
                  <span className="mono cut">{step.asset}</span>
                  {partition && <span className="faint cut mono">{partition}</span>}
                  {step.attempt > 1 && <span className="tag">attempt {step.attempt}</span>}
                </span>
                <span className="gantt-lane">
                  {ticks.map((tick) => <i key={tick} style={{ left: at(tick) }} />)}
                  {step.startedAt && <b className={toneOf(step.status)} style={{ left: at(from), width: `max(3px, ${at(to - from)})` }} />}
                  {step.startedAt && (
                    <em style={inside ? { right: `calc(${at(length - from)} + 6px)` } : { left: `calc(max(${at(to)}, ${at(from)} + 3px) + 6px)` }}>{took}</em>
                  )}
                </span>
              </button>
            );
          })}
        </div>
      </div>
    </div>
  );
}
