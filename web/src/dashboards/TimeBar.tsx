import { ChevronLeft, ChevronRight, History } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { KnownAtVersion } from "../api/types";
import { formatTime } from "../ui/format";
import { Ago } from "../ui/Time";
import { stopOf, stopsOf } from "./time";

/** Moves the whole dashboard to what the lake held at an earlier time. The last stop is now. */
export function TimeBar({ versions, knownAt, onChange }: { versions: KnownAtVersion[]; knownAt: string; onChange: (knownAt: string) => void }) {
  const stops = useMemo(() => stopsOf(versions), [versions]);
  const chosen = stopOf(stops, knownAt);
  const [place, setPlace] = useState(chosen);
  useEffect(() => setPlace(chosen), [chosen]);
  const last = stops.length;
  const stop = stops[place];
  const commit = (next: number) => {
    setPlace(next);
    onChange(next >= last ? "" : stops[next]!.timestamp);
  };
  if (stops.length === 0) return null;
  return (
    <div className={`time-bar${knownAt ? " past" : ""}`}>
      <History size={15} aria-hidden style={{ color: knownAt ? "var(--acc)" : "var(--tx3)", flex: "none" }} />
      <span className="nowrap" id="known-label">Known at</span>
      <button type="button" className="btn ghost small icon" aria-label="Earlier" disabled={place <= 0} onClick={() => commit(place - 1)}><ChevronLeft size={14} aria-hidden /></button>
      <div className="time-track">
        <input
          type="range"
          min={0}
          max={last}
          step={1}
          value={place}
          aria-labelledby="known-label"
          aria-valuetext={stop ? `${formatTime(stop.timestamp)}, ${stop.label}` : "Now"}
          onChange={(event) => setPlace(Number(event.target.value))}
          onPointerUp={() => place !== chosen && commit(place)}
          onKeyUp={() => place !== chosen && commit(place)}
          onBlur={() => place !== chosen && commit(place)}
        />
        {stops.length <= 60 && <div className="time-ticks" aria-hidden>{Array.from({ length: last + 1 }, (_, index) => <i key={index} />)}</div>}
      </div>
      <button type="button" className="btn ghost small icon" aria-label="Later" disabled={place >= last} onClick={() => commit(place + 1)}><ChevronRight size={14} aria-hidden /></button>
      <span className="time-words">
        {stop ? <><span className="mono">{formatTime(stop.timestamp)}</span> <span className="muted cut">{stop.label}</span></> : <><b style={{ fontWeight: 600 }}>Now</b> <span className="muted">newest commit <Ago at={stops[last - 1]?.timestamp} /></span></>}
      </span>
      <button type="button" className="btn small" disabled={place >= last} onClick={() => commit(last)}>Now</button>
    </div>
  );
}
