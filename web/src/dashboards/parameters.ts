import type { DashboardParameter, ParameterOption } from "../api/types";

export type ParameterValue = string | string[];
export type ParameterValues = Record<string, ParameterValue>;

/** The address' own word for the time of knowledge; no parameter is read from it. */
export const knownName = "known";

/** The kind without regard to how it is spelled: `date-range`, `dateRange` and `DateRange` are one. */
export const kindOf = (parameter: DashboardParameter): string => parameter.kind.toLowerCase().replace(/[^a-z]/g, "");
export const isRange = (parameter: DashboardParameter): boolean => kindOf(parameter) === "daterange";
export const isMany = (parameter: DashboardParameter): boolean => parameter.multiple || kindOf(parameter).startsWith("multi");

export function optionsOf(parameter: DashboardParameter): ParameterOption[] {
  return (parameter.options ?? []).map((option) => (typeof option === "string" ? { value: option, label: option } : option));
}

export function defaultOf(parameter: DashboardParameter): ParameterValue {
  const given = parameter.default === null || parameter.default === undefined ? [] : Array.isArray(parameter.default) ? parameter.default : [parameter.default];
  if (isMany(parameter)) return given;
  if (isRange(parameter)) return given.length === 2 ? given : [];
  const needsOne = ["select", "symbol"].includes(kindOf(parameter));
  return given[0] ?? (needsOne ? (optionsOf(parameter)[0]?.value ?? "") : "");
}

/** What the address asks for, else the defaults. */
export function readParameters(parameters: readonly DashboardParameter[], query: URLSearchParams): ParameterValues {
  const values: ParameterValues = {};
  for (const parameter of parameters) {
    const given = query.getAll(parameter.name);
    if (given.length === 0) values[parameter.name] = defaultOf(parameter);
    else if (isRange(parameter)) values[parameter.name] = given[0]!.includes("..") ? given[0]!.split("..", 2) : defaultOf(parameter);
    else if (isMany(parameter)) values[parameter.name] = given.filter((value) => value !== "");
    else values[parameter.name] = given[0]!;
  }
  return values;
}

const same = (a: ParameterValue, b: ParameterValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The address with one value changed; a default leaves the address, so that links stay short. */
export function writeParameter(query: URLSearchParams, parameter: DashboardParameter, value: ParameterValue): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete(parameter.name);
  if (same(value, defaultOf(parameter))) return next;
  if (isRange(parameter)) next.set(parameter.name, (value as string[]).join(".."));
  else if (Array.isArray(value)) for (const each of value.length > 0 ? value : [""]) next.append(parameter.name, each);
  else next.set(parameter.name, value);
  return next;
}

/** Values as a tile is asked with: what is empty is left to its default. */
export function requestParameters(values: ParameterValues): ParameterValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.length > 0));
}

/** A relative date (`today`, `-30d`, `-6m`, `-5y`) as the day it means; a day stays as it is. */
export function resolveDay(text: string, today: Date): string {
  const match = /^-(\d+)([dwmy])$/.exec(text);
  if (!match && text !== "today") return text;
  const day = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate()));
  const count = Number(match?.[1] ?? 0);
  if (match?.[2] === "y") shiftMonths(day, -12 * count);
  else if (match?.[2] === "m") shiftMonths(day, -count);
  else day.setUTCDate(day.getUTCDate() - count * (match?.[2] === "w" ? 7 : 1));
  return day.toISOString().slice(0, 10);
}

function shiftMonths(day: Date, months: number): void {
  const wanted = day.getUTCDate();
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() + months);
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(wanted, last));
}

/** Which tiles rest on a table that changed. */
export function readsAny(tables: readonly { name: string }[] | null | undefined, changed: ReadonlySet<string>): boolean {
  return tables?.some((table) => changed.has(table.name)) ?? false;
}
