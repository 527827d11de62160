import type { ParameterValue } from "./parameters";
import { resolveDay } from "./parameters";

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const literal = (text: string, today: Date): string => {
  const day = resolveDay(text, today);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `DATE ${quote(day)}` : quote(text);
};

/** A tile's SQL with its parameters written out, so that it runs alone; strings, quoted names and comments stay untouched. */
export function bindSql(sql: string, parameters: Record<string, ParameterValue>, today = new Date()): string {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === "string") values.set(name, /^-?\d+(\.\d+)?$/.test(value) ? value : literal(value, today));
    else {
      values.set(name, `[${value.map(quote).join(", ")}]`);
      if (value.length === 2) {
        values.set(`${name}_from`, literal(value[0]!, today));
        values.set(`${name}_to`, literal(value[1]!, today));
      }
    }
  }
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w+)/g, (text, name: string | undefined) => (name === undefined ? text : (values.get(name) ?? "NULL")));
}
