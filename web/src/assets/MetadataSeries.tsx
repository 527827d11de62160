import { ChartLine } from "lucide-react";
import { useState } from "react";
import { RowsChart } from "../charts/RowsChart";
import { useMaterializations, useMetadataSeries } from "../api/queries";
import type { AssetDetail } from "../api/types";
import { formatNumber, formatTime } from "../ui/format";
import { Empty, Loaded, SkeletonBlock } from "../ui/States";

/** The names of numbers that recent materializations carry, rows first. */
export function numericNames(materializations: readonly { metadata: Record<string, { kind: string; value: unknown }> }[]): string[] {
  const names = new Set<string>();
  for (const { metadata } of materializations) {
    for (const [name, entry] of Object.entries(metadata)) if (typeof entry.value === "number") names.add(name);
  }
  return [...names].sort((a, b) => Number(b === "rows") - Number(a === "rows") || a.localeCompare(b));
}

export function MetadataSeries({ asset }: { asset: AssetDetail }) {
  const recent = useMaterializations(asset.key, 50);
  const names = numericNames(recent.data ?? []);
  const [chosen, setChosen] = useState("");
  const name = chosen || names[0] || "";
  const series = useMetadataSeries(asset.key, name);
  if (recent.data && names.length === 0) return <Empty icon={ChartLine} title="No number to draw yet">Numbers that a materialization attaches, such as its rows, are drawn here over time.</Empty>;
  return (
    <section className="card">
      <header>
        <h2>Over time</h2>
        <span className="sp" />
        <select className="input" aria-label="Number" value={name} onChange={(event) => setChosen(event.target.value)}>{names.map((each) => <option key={each}>{each}</option>)}</select>
      </header>
      <div className="in">
        <Loaded query={series} skeleton={<SkeletonBlock height={300} />} empty={<Empty icon={ChartLine} title={`No value of ${name} yet`} />}>
          {(points) => (
            <>
              <RowsChart
                id={["series", asset.key, name, points.length, points.at(-1)?.timestamp]}
                label={`${name} of ${asset.key} over time`}
                height={300}
                request={{ kind: "line", x: "timestamp", y: [name], columns: [{ name: "timestamp", type: "TIMESTAMP" }, { name, type: "DOUBLE" }], rows: points.map((point) => [point.timestamp, point.value]) }}
              />
              <details style={{ marginTop: 12 }}>
                <summary className="muted">As a table</summary>
                <div className="table-wrap" style={{ maxHeight: 320 }}>
                  <table className="table" aria-label={`${name} over time`}>
                    <thead><tr><th scope="col">Time</th><th scope="col">Partition</th><th scope="col" className="num">Version</th><th scope="col" className="num">{name}</th></tr></thead>
                    <tbody>{points.slice(-500).reverse().map((point, index) => <tr key={index}><td>{formatTime(point.timestamp)}</td><td className="mono">{point.partition}</td><td className="num">{point.version}</td><td className="num">{formatNumber(point.value)}</td></tr>)}</tbody>
                  </table>
                </div>
              </details>
            </>
          )}
        </Loaded>
      </div>
    </section>
  );
}
