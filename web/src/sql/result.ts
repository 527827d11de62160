import type { Cell, ResultColumn } from "../api/types";
import { formatCell, isNumericType } from "../ui/format";

/** Orders cells: numbers by size (decimals are strings, and keep all their digits), the rest as text. */
export function compareCells(a: Cell | undefined, b: Cell | undefined, type: string): number {
  if (isNumericType(type)) {
    const difference = Number(a) - Number(b);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  if (typeof a === "number" && typeof b === "number") return a - b;
  const left = typeof a === "object" ? JSON.stringify(a) : String(a);
  const right = typeof b === "object" ? JSON.stringify(b) : String(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Column widths in pixels, by name and the first rows. */
export function widthsOf(columns: readonly ResultColumn[], rows: readonly Cell[][]): number[] {
  const sample = rows.slice(0, 100);
  return columns.map((column, index) => {
    const longest = sample.reduce((most, row) => Math.max(most, formatCell(row[index], column.type).length), Math.max(column.name.length + 2, Math.min(column.type.length, 18)));
    return Math.min(420, Math.max(72, Math.round(longest * 8.1) + 24));
  });
}

/** Tab separated text with a header, as spreadsheets take it. */
export function toTabs(columns: readonly ResultColumn[], rows: readonly Cell[][]): string {
  const clean = (text: string) => text.replace(/[\t\r\n]+/g, " ");
  const write = (cell: Cell | undefined) => (cell === null || cell === undefined ? "" : clean(typeof cell === "object" ? JSON.stringify(cell) : String(cell)));
  return [columns.map((column) => clean(column.name)).join("\t"), ...rows.map((row) => columns.map((_, index) => write(row[index])).join("\t"))].join("\n");
}

/** CSV as RFC 4180 has it: quoted where it must be, null as nothing. */
export function toCsv(columns: readonly ResultColumn[], rows: readonly Cell[][]): string {
  const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const write = (cell: Cell | undefined) => (cell === null || cell === undefined ? "" : quote(typeof cell === "object" ? JSON.stringify(cell) : String(cell)));
  return [columns.map((column) => quote(column.name)).join(","), ...rows.map((row) => columns.map((_, index) => write(row[index])).join(","))].join("\r\n") + "\r\n";
}
