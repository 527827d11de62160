import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable, type ColumnDef } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, useCallback, useMemo, useRef, useState, type KeyboardEvent } from "react";
import type { Cell, ResultColumn } from "../api/types";
import { formatCell, isNumericType } from "../ui/format";
import { copyText } from "../ui/Page";
import { toast, toastError } from "../ui/Toasts";
import { compareCells, toTabs, widthsOf } from "./result";
import "./sql.css";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

interface Line {
  index: number;
  cells: Cell[];
}

const rowHeight = 28;

function useSorted(columns: readonly ResultColumn[], rows: readonly Cell[][]) {
  const definitions = useMemo<ColumnDef<typeof features, Line>[]>(
    () =>
      columns.map((column, at) => ({
        id: String(at),
        accessorFn: (line: Line) => line.cells[at] ?? undefined,
        sortFn: (a, b) => compareCells(a.original.cells[at], b.original.cells[at], column.type),
        sortUndefined: "last" as const,
        sortDescFirst: isNumericType(column.type),
      })),
    [columns],
  );
  const data = useMemo(() => rows.map((cells, index) => ({ index, cells })), [rows]);
  return useTable({ features, columns: definitions, data });
}

const CellView = memo(function CellView({ value, type }: { value: Cell | undefined; type: string }) {
  return value === null || value === undefined ? <span className="null">null</span> : <>{formatCell(value, type)}</>;
});

/** Rows of an answer: only what is in sight is in the document. Arrow keys move, Ctrl+C copies a cell, a header sorts. */
export function ResultGrid({ columns, rows, label }: { columns: readonly ResultColumn[]; rows: readonly Cell[][]; label: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<{ row: number; column: number } | null>(null);
  const table = useSorted(columns, rows);
  const lines = table.getRowModel().rows;
  const widths = useMemo(() => widthsOf(columns, rows), [columns, rows]);
  const numeric = useMemo(() => columns.map((column) => isNumericType(column.type)), [columns]);
  const template = `56px ${widths.map((width) => `${width}px`).join(" ")} minmax(0, 1fr)`;
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: 16 });
  const copyCell = useCallback(() => {
    const cell = at && lines[at.row]?.original.cells[at.column];
    if (at && cell !== undefined) copyText(cell === null ? "" : typeof cell === "object" ? JSON.stringify(cell) : String(cell)).then(() => toast("The cell is copied"), toastError);
  }, [at, lines]);
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, [number, number]> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1], PageDown: [20, 0], PageUp: [-20, 0] };
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      const row = Math.max(0, Math.min(lines.length - 1, (at?.row ?? -1) + move[0]));
      const column = Math.max(0, Math.min(columns.length - 1, (at?.column ?? 0) + move[1]));
      setAt({ row, column });
      virtual.scrollToIndex(row);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c" && window.getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      copyCell();
    }
  };
  return (
    <div className="grid-result" ref={scroller} role="grid" aria-label={label} aria-rowcount={rows.length + 1} aria-colcount={columns.length} tabIndex={0} onKeyDown={onKeyDown}>
      <div className="grid-head" role="row" style={{ gridTemplateColumns: template }}>
        <span className="grid-no" role="columnheader" aria-label="Row" />
        {columns.map((column, index) => {
          const handle = table.getColumn(String(index));
          const sorted = handle?.getIsSorted();
          return (
            <button key={index} type="button" role="columnheader" tabIndex={-1} aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"} className={numeric[index] ? "num" : ""} title={`${column.name} ${column.type}`} onClick={handle?.getToggleSortingHandler()}>
              <span className="cut">{column.name}</span>
              {sorted === "asc" && <ArrowUp size={12} aria-hidden />}
              {sorted === "desc" && <ArrowDown size={12} aria-hidden />}
              <small className="cut">{column.type.toLowerCase()}</small>
            </button>
          );
        })}
      </div>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="rowgroup">
        {virtual.getVirtualItems().map((item) => {
          const { cells, index } = lines[item.index]!.original;
          return (
            <div key={item.key} role="row" aria-rowindex={item.index + 2} className="grid-row" style={{ transform: `translateY(${item.start}px)`, gridTemplateColumns: template }}>
              <span className="grid-no">{index + 1}</span>
              {columns.map((column, place) => (
                <span key={place} role="gridcell" aria-selected={at?.row === item.index && at.column === place} className={numeric[place] ? "num cut" : "cut"} onMouseDown={() => setAt({ row: item.index, column: place })} onDoubleClick={copyCell}>
                  <CellView value={cells[place]} type={column.type} />
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

export const copyResult = (columns: readonly ResultColumn[], rows: readonly Cell[][]): void => {
  copyText(toTabs(columns, rows)).then(() => toast(`${rows.length.toLocaleString("en-US")} rows are copied`), toastError);
};
