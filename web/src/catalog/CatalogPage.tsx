import { CircleX, Database, Search } from "lucide-react";
import { useMemo } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useTables } from "../api/queries";
import type { TableSummary } from "../api/types";
import { score } from "../shell/find";
import { DataTable, type Column } from "../ui/DataTable";
import { formatBytes, formatCount, plural } from "../ui/format";
import { Page } from "../ui/Page";
import { Empty, Loaded } from "../ui/States";
import { Ago } from "../ui/Time";
import { tableAddress } from "../ui/addresses";

const columns: Column<TableSummary>[] = [
  { id: "name", header: "Table", sort: (table) => table.name, cell: (table) => <Link className="mono" to={tableAddress(table.name)}>{table.name}</Link> },
  { id: "description", header: "Description", cell: (table) => (table.error ? <span className="status bad"><CircleX size={13} aria-hidden />{table.error}</span> : <span className="muted">{table.description}</span>), title: (table) => table.error ?? table.description ?? undefined },
  { id: "rows", header: "Rows", numeric: true, sort: (table) => table.rows, cell: (table) => formatCount(table.rows) },
  { id: "size", header: "Size", numeric: true, sort: (table) => table.sizeBytes, cell: (table) => formatBytes(table.sizeBytes) },
  { id: "files", header: "Files", numeric: true, sort: (table) => table.files, cell: (table) => formatCount(table.files) },
  { id: "version", header: "Version", numeric: true, sort: (table) => table.version, cell: (table) => <span className="mono">v{table.version}</span> },
  { id: "timestamp", header: "Changed", numeric: true, sort: (table) => Date.parse(table.timestamp), cell: (table) => <Ago at={table.timestamp} /> },
  { id: "partitions", header: "Partitioned by", cell: (table) => (table.partitionColumns.length > 0 ? <span className="mono muted">{table.partitionColumns.join(", ")}</span> : <span className="faint">none</span>) },
];

export default function CatalogPage() {
  const tables = useTables();
  const navigate = useNavigate();
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get("search") ?? "";
  const shown = useMemo(() => tables.data?.filter((table) => score(`${table.name} ${table.description ?? ""}`, asked) >= 10 || asked === ""), [tables.data, asked]);
  const total = tables.data?.reduce((sum, table) => sum + table.sizeBytes, 0) ?? 0;
  return (
    <Page title="Catalog" actions={tables.data && <span className="muted">{plural(tables.data.length, "table")}, {formatBytes(total)}</span>}>
      <div className="toolbar" role="search">
        <span className="search">
          <Search size={14} aria-hidden />
          <input className="input" type="search" placeholder="Search tables" aria-label="Search tables" value={asked} onChange={(event) => setParameters(event.target.value ? { search: event.target.value } : {}, { replace: true })} />
        </span>
      </div>
      <div className="page-body">
        <div className="card">
          <Loaded
            query={{ ...tables, data: shown }}
            empty={
              <Empty icon={Database} title={asked ? `No table is called “${asked}”` : "The lake has no table yet"} actions={asked ? undefined : <Link className="btn" to="/assets">To the assets</Link>}>
                {asked ? "Try fewer letters." : "A table appears with the first materialization of its asset, or with wallstreet import."}
              </Empty>
            }
          >
            {(list) => <DataTable label="Tables" rows={list} columns={columns} rowKey={(table) => table.name} initialSort={{ id: "name", desc: false }} onOpen={(table) => void navigate(tableAddress(table.name))} />}
          </Loaded>
        </div>
      </div>
    </Page>
  );
}
