import { useState } from "react";
import { RowsChart } from "../charts/RowsChart";
import type { SqlResult } from "../api/types";
import { isNumericType } from "../ui/format";
import { Empty } from "../ui/States";

const kinds = ["line", "area", "bar", "scatter", "candlestick", "heatmap"];
const pointsMax = 10_000;

/** A chart of the rows at hand: the program chooses what fits, and each choice may be changed. */
export function SqlChart({ result, id }: { result: SqlResult; id: number }) {
  const [kind, setKind] = useState("");
  const [x, setX] = useState("");
  const [y, setY] = useState("");
  if (result.rows.length === 0) return <Empty title="No row to draw" />;
  const names = result.columns.map((column) => column.name);
  const numbers = result.columns.filter((column) => isNumericType(column.type)).map((column) => column.name);
  return (
    <div className="sql-chart">
      <div className="row wrap">
        <label className="row muted">Chart <select className="input" value={kind} onChange={(event) => setKind(event.target.value)}><option value="">What fits</option>{kinds.map((each) => <option key={each}>{each}</option>)}</select></label>
        <label className="row muted">Along <select className="input" value={x} onChange={(event) => setX(event.target.value)}><option value="">What fits</option>{names.map((each) => <option key={each}>{each}</option>)}</select></label>
        <label className="row muted">Drawn <select className="input" value={y} onChange={(event) => setY(event.target.value)}><option value="">What fits</option>{numbers.map((each) => <option key={each}>{each}</option>)}</select></label>
        {result.rows.length > pointsMax && <span className="faint">The first {pointsMax.toLocaleString("en-US")} rows are drawn.</span>}
      </div>
      <div style={{ flex: 1, minHeight: 0 }}>
        <RowsChart
          id={["sql", id, kind, x, y]}
          label="Chart of the result"
          height="100%"
          request={{ columns: result.columns, rows: result.rows.slice(0, pointsMax), ...(kind && { kind }), ...(x && { x }), ...(y && { y: [y] }) }}
        />
      </div>
    </div>
  );
}
