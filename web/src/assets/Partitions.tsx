import { useVirtualizer } from "@tanstack/react-virtual";
import { Play } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Link } from "react-router";
import { useAssetPartitions } from "../api/queries";
import type { AssetDetail, AssetPartitions, PartitionEntry } from "../api/types";
import { useLaunchDialog } from "../runs/launch";
import { formatCount, plural } from "../ui/format";
import { Failure, Skeleton } from "../ui/States";
import { Status, toneOf } from "../ui/Status";
import { Ago } from "../ui/Time";
import { rangeBetween } from "./path";

/** How wide each range is drawn: by its count where it is known, else by how many listed keys it holds. */
export function rangeSizes(ranges: AssetPartitions["ranges"], keys: readonly string[]): number[] {
  const index = new Map(keys.map((key, at) => [key, at]));
  return ranges.map((range) => {
    if (range.count !== undefined) return range.count;
    const from = index.get(range.from);
    const to = index.get(range.to);
    return from !== undefined && to !== undefined ? to - from + 1 : 1;
  });
}

function StatusBar({ ranges, keys, onPick }: { ranges: AssetPartitions["ranges"]; keys: string[]; onPick: (from: string, to: string) => void }) {
  const sizes = rangeSizes(ranges, keys);
  return (
    <div className="part-bar" role="group" aria-label="Partitions in their order">
      {ranges.map((range, index) => {
        const name = range.from === range.to ? range.from : `${range.from} to ${range.to}`;
        return <button key={range.from} type="button" className={toneOf(range.status)} style={{ flexGrow: sizes[index], flexBasis: 0 }} title={`${name}: ${range.status}`} aria-label={`${name}, ${range.status}`} onClick={() => onPick(range.from, range.to)} />;
      })}
    </div>
  );
}

function KeyList({ entries, chosen, onChoose, more }: { entries: PartitionEntry[]; chosen: ReadonlySet<string>; onChoose: (key: string, extend: boolean) => void; more: (() => void) | null }) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({ count: entries.length, getScrollElement: () => scroller.current, estimateSize: () => 30, overscan: 12 });
  const items = virtual.getVirtualItems();
  const end = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && end >= entries.length - 20) more();
  }, [end, entries.length, more]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const at = Number((event.target as HTMLElement).dataset["index"]);
    const next = Math.max(0, Math.min(entries.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
    virtual.scrollToIndex(next);
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus());
    if (event.shiftKey) onChoose(entries[next]!.key, true);
  };
  return (
    <div className="part-list" ref={scroller} role="grid" aria-label="Partitions" aria-multiselectable onKeyDown={onKeyDown}>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="rowgroup">
        {items.map((item) => {
          const entry = entries[item.index]!;
          return (
            <div
              key={entry.key}
              data-index={item.index}
              role="row"
              tabIndex={item.index === 0 || chosen.has(entry.key) ? 0 : -1}
              aria-selected={chosen.has(entry.key)}
              className="part-row"
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={(event) => !(event.target as Element).closest("a") && onChoose(entry.key, event.shiftKey)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                onChoose(entry.key, event.shiftKey);
              }}
            >
              <span role="gridcell" className="mono cut">{entry.key}</span>
              <span role="gridcell"><Status status={entry.status} /></span>
              <span role="gridcell" className="muted">{entry.timestamp ? <Ago at={entry.timestamp} /> : ""}</span>
              <span role="gridcell">{entry.runId && <Link className="mono" to={`/runs/${entry.runId}`}>{entry.runId.slice(0, 8)}</Link>}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}

export function Partitions({ asset }: { asset: AssetDetail }) {
  const query = useAssetPartitions(asset.key);
  const [filter, setFilter] = useState("");
  const [anchor, setAnchor] = useState<string | null>(null);
  const [range, setRange] = useState<{ from: string; to: string } | null>(null);
  const launch = useLaunchDialog();
  const first = query.data?.pages[0];
  const all = useMemo(() => query.data?.pages.flatMap((page) => page.keys) ?? [], [query.data]);
  const entries = useMemo(() => all.filter((entry) => filter === "" || entry.status === filter), [all, filter]);
  const keys = useMemo(() => all.map((entry) => entry.key), [all]);
  const chosen = useMemo(() => new Set(range ? rangeBetween(keys, range.from, range.to) : []), [range, keys]);
  if (query.error && !first) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!first) return <Skeleton rows={10} />;
  const choose = (key: string, extend: boolean) => {
    if (extend && anchor !== null) {
      const keysBetween = rangeBetween(keys, anchor, key);
      setRange({ from: keysBetween[0] ?? key, to: keysBetween.at(-1) ?? key });
      return;
    }
    setAnchor(key);
    setRange(range?.from === key && range.to === key ? null : { from: key, to: key });
  };
  const missing = first.total - first.materialized - first.failed;
  const label = range ? (range.from === range.to ? range.from : `${range.from}..${range.to}`) : "";
  return (
    <>
      <section className="card">
        <header>
          <h2>{plural(first.total, "partition")}</h2>
          <span className="faint">{first.kind}</span>
          <span className="sp" />
          <Status status="materialized" word={`${formatCount(first.materialized)} materialized`} />
          {first.failed > 0 && <Status status="failed" word={`${formatCount(first.failed)} failed`} />}
          {missing > 0 && <Status status="missing" word={`${formatCount(missing)} missing`} />}
        </header>
        <div className="in col">
          <StatusBar ranges={first.ranges} keys={keys} onPick={(from, to) => { setAnchor(from); setRange({ from, to }); }} />
          <div className="row faint mono" style={{ justifyContent: "space-between" }}><span>{first.ranges[0]?.from}</span><span>{first.ranges.at(-1)?.to}</span></div>
        </div>
      </section>
      <section className="card">
        <header style={{ flexWrap: "wrap" }}>
          <select className="input" aria-label="Status" value={filter} onChange={(event) => setFilter(event.target.value)}>
            <option value="">Every status</option>
            {["materialized", "missing", "failed", "running", "stale"].map((each) => <option key={each}>{each}</option>)}
          </select>
          <span className="faint">Click one, then Shift+click another, to choose a range.</span>
          <span className="sp" />
          {missing + first.failed > 0 && <button type="button" className="btn" onClick={() => launch({ selection: asset.key, missing: true })}>Materialize all missing…</button>}
          <button type="button" className="btn primary" disabled={!range} onClick={() => range && launch({ selection: asset.key, range })}><Play size={14} aria-hidden /> {range ? `Materialize ${label}…` : "Materialize range…"}</button>
        </header>
        {entries.length === 0 ? <div className="state small">No partition is {filter}.</div> : <KeyList entries={entries} chosen={chosen} onChoose={choose} more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : null} />}
      </section>
    </>
  );
}
