import { PostgreSQL, SQLDialect } from "@codemirror/lang-sql";

const more = "asof qualify pivot unpivot sample exclude replace struct list map summarize describe positional semi anti version timestamp at columns try_cast glob ilike";
const types = "tinyint smallint integer bigint hugeint utinyint usmallint uinteger ubigint float double decimal varchar blob boolean date time timestamp timestamptz interval uuid json";

/** DuckDB's SQL as far as colours and completion go, with the words of time travel. */
export const duckDb = SQLDialect.define({
  ...PostgreSQL.spec,
  keywords: `${PostgreSQL.spec.keywords ?? ""} ${more}`,
  types: `${PostgreSQL.spec.types ?? ""} ${types}`,
  doubleDollarQuotedStrings: true,
});
