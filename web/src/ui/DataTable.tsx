import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable, type ColumnDef } from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export interface Column<Row> {
  id: string;
  header: ReactNode;
  /** Accessible name where the header is no text. */
  label?: string;
  cell: (row: Row) => ReactNode;
  /** What the column sorts by; a column without it does not sort. */
  sort?: (row: Row) => string | number | null | undefined;
  numeric?: boolean;
  wide?: boolean;
  width?: number | string;
  title?: (row: Row) => string | undefined;
}

export interface DataTableProps<Row> {
  label: string;
  rows: readonly Row[];
  columns: Column<Row>[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  isSelected?: (row: Row) => boolean;
  initialSort?: { id: string; desc: boolean };
}

/** A sortable table; rows that open something answer to Enter, and the arrow keys move between them. */
export function DataTable<Row>({ label, rows, columns, rowKey, onOpen, isSelected, initialSort }: DataTableProps<Row>) {
  const definitions = useMemo<ColumnDef<typeof features, { row: Row }>[]>(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (item: { row: Row }) => column.sort?.(item.row) ?? undefined,
        enableSorting: column.sort !== undefined,
        sortFn: (a, b) => compare(a.getValue(column.id), b.getValue(column.id)),
        sortUndefined: "last" as const,
        sortDescFirst: column.numeric === true,
      })),
    [columns],
  );
  const data = useMemo(() => rows.map((row) => ({ row })), [rows]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: (item) => rowKey(item.row),
    initialState: { sorting: initialSort ? [initialSort] : [] },
  });
  const headers = table.getHeaderGroups()[0]?.headers ?? [];
  return (
    <div className="table-wrap">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {headers.map((header, index) => {
              const column = columns[index]!;
              const sorted = header.column.getIsSorted();
              return (
                <th
                  key={header.id}
                  scope="col"
                  className={column.numeric ? "num" : undefined}
                  style={{ width: column.width }}
                  aria-label={column.label}
                  aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
                >
                  {column.sort ? (
                    <button type="button" className="sort" onClick={header.column.getToggleSortingHandler()}>
                      {column.header}
                      {sorted === "asc" && <ArrowUp size={12} aria-hidden />}
                      {sorted === "desc" && <ArrowDown size={12} aria-hidden />}
                    </button>
                  ) : (
                    column.header
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {table.getRowModel().rows.map(({ id, original: { row } }) => (
            <tr
              key={id}
              className={onOpen ? "go" : undefined}
              tabIndex={onOpen ? 0 : undefined}
              aria-selected={isSelected?.(row)}
              onClick={onOpen && ((event) => !isControl(event) && onOpen(row))}
              onKeyDown={onOpen && ((event) => onRowKey(event, () => onOpen(row)))}
            >
              {columns.map((column) => (
                <td key={column.id} className={[column.numeric && "num", column.wide && "wide"].filter(Boolean).join(" ") || undefined} title={column.title?.(row)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), "en", { numeric: true });
}

function isControl(event: MouseEvent): boolean {
  return event.target instanceof Element && event.target.closest("a, button, input, label") !== null;
}

function onRowKey(event: KeyboardEvent<HTMLTableRowElement>, open: () => void): void {
  if (event.target !== event.currentTarget) return;
  if (event.key === "Enter") {
    event.preventDefault();
    open();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = event.key === "ArrowDown" ? event.currentTarget.nextElementSibling : event.currentTarget.previousElementSibling;
    if (next instanceof HTMLElement) next.focus();
  }
}
