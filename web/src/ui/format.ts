import type { Cell } from "../api/types";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const minus = "\u2212";

/** Groups thousands; a missing value is an en dash, never a zero. */
export function formatCount(value: number | null | undefined): string {
  return value === null || value === undefined ? "\u2013" : whole.format(value);
}

export function formatCompact(value: number | null | undefined): string {
  return value === null || value === undefined ? "\u2013" : compact.format(value);
}

export function formatNumber(value: number): string {
  return plain.format(value).replace("-", minus);
}

/** A change with its sign and an arrow, so that colour is never the only sign. */
export function formatChange(value: number, digits = 2, unit = ""): string {
  const magnitude = Math.abs(value).toFixed(digits);
  if (Number(magnitude) === 0) return `\u2192 ${magnitude}${unit}`;
  return value > 0 ? `\u2191 +${magnitude}${unit}` : `\u2193 ${minus}${magnitude}${unit}`;
}

const byteUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined) return "\u2013";
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)} ${byteUnits[unit]}`;
}

/** `38 ms`, `4.2 s`, `3 min 05 s`, `2 h 07 min`, `3 d 4 h`. */
export function formatDuration(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined || !Number.isFinite(milliseconds)) return "\u2013";
  const value = Math.max(0, milliseconds);
  if (value < 1000) return `${Math.round(value)} ms`;
  if (value < 59_950) return `${(value / 1000).toFixed(1)} s`;
  const seconds = Math.round(value / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** `just now`, `12 s ago`, `in 3 min`, `5 h ago`, `12 d ago`. */
export function formatAgo(instant: string | null | undefined, now: number): string {
  if (!instant) return "never";
  const then = Date.parse(instant);
  if (Number.isNaN(then)) return instant;
  const distance = Math.abs(now - then) / 1000;
  if (distance < 5) return "just now";
  const text = largestUnit(distance);
  return then > now ? `in ${text}` : `${text} ago`;
}

function largestUnit(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h`;
  if (seconds < 86_400 * 60) return `${Math.round(seconds / 86_400)} d`;
  return seconds < 86_400 * 730 ? `${Math.round(seconds / (86_400 * 30.44))} months` : `${Math.round(seconds / (86_400 * 365.25))} years`;
}

const pad = (value: number, width = 2): string => String(value).padStart(width, "0");

/** Local time, `2026-03-04 16:05:09`. */
export function formatTime(instant: string | null | undefined): string {
  if (!instant) return "\u2013";
  const time = new Date(instant);
  if (Number.isNaN(time.getTime())) return instant;
  return `${formatDay(time)} ${formatClock(time)}`;
}

export function formatDay(time: Date): string {
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`;
}

export function formatClock(time: Date, milliseconds = false): string {
  const text = `${pad(time.getHours())}:${pad(time.getMinutes())}:${pad(time.getSeconds())}`;
  return milliseconds ? `${text}.${pad(time.getMilliseconds(), 3)}` : text;
}

const numericType = /^(u?(tiny|small|big|huge)?int(eger)?|u?int\d*|byte|short|long|float|double|real|decimal|numeric|hugeint)\b/i;

/** Whether a column of this SQL type is right aligned. */
export function isNumericType(type: string): boolean {
  return numericType.test(type.trim());
}

/** A cell as text: whole numbers are not grouped (they may be ids or years), decimals keep the digits they came with. */
export function formatCell(value: Cell | undefined, type = ""): string {
  if (value === null || value === undefined) return "null";
  if (typeof value === "number") return formatNumericCell(value, type);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "string") return formatStringCell(value, type);
  return JSON.stringify(value);
}

function formatNumericCell(value: number, type: string): string {
  const text = /^(float|double|real)/i.test(type) && !Number.isInteger(value) ? trimDigits(value) : String(value);
  return text.startsWith("-") ? minus + text.slice(1) : text;
}

function trimDigits(value: number): string {
  const size = Math.abs(value);
  return size >= 1e15 || (size > 0 && size < 1e-6) ? value.toExponential(6) : String(Number(value.toPrecision(10)));
}

function formatStringCell(value: string, type: string): string {
  if (/^timestamp/i.test(type)) return value.replace("T", " ").replace(/(\.\d*?)0+(?=Z|[+-]|$)/, "$1").replace(/\.(?=Z|[+-]|$)/, "");
  return isNumericType(type) && value.startsWith("-") ? minus + value.slice(1) : value;
}

/** A plural with its number: `1 row`, `2,400 rows`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
