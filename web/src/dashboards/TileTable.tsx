import { useMemo } from "react";
import type { Cell, TileResult } from "../api/types";
import { DataTable, type Column } from "../ui/DataTable";
import { formatCell, isNumericType } from "../ui/format";

interface Line {
  id: string;
  cells: Cell[];
  text: string[];
}

/** The colour of a signed text; the sign itself stands in the text. */
export function signClass(text: string): string | undefined {
  if (/^[+\u2191]/.test(text)) return "up";
  return /^[-\u2212\u2193]/.test(text) ? "dn" : undefined;
}

export function TileTable({ result, label }: { result: TileResult; label: string }) {
  const columns = useMemo<Column<Line>[]>(
    () =>
      (result.columns ?? []).map((column, index) => ({
        id: String(index),
        header: column.label ?? column.name,
        numeric: column.align ? column.align === "right" : isNumericType(column.type),
        sort: (line) => sortable(line.cells[index], column.type),
        cell: (line) => (line.cells[index] === null ? <span className="faint">{line.text[index]}</span> : column.signed ? <span className={signClass(line.text[index] ?? "")}>{line.text[index]}</span> : line.text[index]),
        title: (line) => line.text[index],
      })),
    [result.columns],
  );
  const lines = useMemo<Line[]>(
    () => (result.rows ?? []).map((cells, index) => ({ id: String(index), cells, text: result.text?.[index] ?? cells.map((cell, at) => (cell === null ? "\u2013" : formatCell(cell, result.columns?.[at]?.type ?? ""))) })),
    [result],
  );
  return <DataTable label={label} rows={lines} columns={columns} rowKey={(line) => line.id} />;
}

function sortable(cell: Cell | undefined, type: string): string | number | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === "number") return cell;
  if (typeof cell === "string" && isNumericType(type) && !Number.isNaN(Number(cell))) return Number(cell);
  return typeof cell === "string" ? cell : JSON.stringify(cell);
}
