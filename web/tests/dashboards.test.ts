import { expect, test } from "vitest";
import type { DashboardParameter } from "../src/api/types";
import { keepZoom } from "../src/charts/options";
import { bindSql } from "../src/dashboards/bind";
import { defaultOf, readParameters, readsAny, requestParameters, resolveDay, writeParameter } from "../src/dashboards/parameters";
import { signClass } from "../src/dashboards/TileTable";
import { stopOf, stopsOf } from "../src/dashboards/time";

const parameter = (values: Partial<DashboardParameter>): DashboardParameter => ({ name: "p", kind: "select", label: "P", options: null, default: null, multiple: false, ...values });
const symbol = parameter({ name: "symbol", kind: "symbol", options: ["AAPL", "MSFT"] });
const many = parameter({ name: "sectors", kind: "multi", multiple: true, options: ["tech", "energy"], default: ["tech"] });
const period = parameter({ name: "period", kind: "date-range", default: ["-5y", "today"] });

test("a choice without a default is its first option", () => {
  expect(defaultOf(symbol)).toBe("AAPL");
  expect(defaultOf(parameter({ kind: "text" }))).toBe("");
  expect(defaultOf(period)).toEqual(["-5y", "today"]);
});

test("the address overrules the defaults", () => {
  const query = new URLSearchParams("symbol=MSFT&sectors=energy&sectors=tech&period=2020-01-01..today");
  expect(readParameters([symbol, many, period], query)).toEqual({ symbol: "MSFT", sectors: ["energy", "tech"], period: ["2020-01-01", "today"] });
  expect(readParameters([symbol, many, period], new URLSearchParams())).toEqual({ symbol: "AAPL", sectors: ["tech"], period: ["-5y", "today"] });
  expect(readParameters([period], new URLSearchParams("period=broken"))).toEqual({ period: ["-5y", "today"] });
});

test("what is written to the address is read back, and a default leaves it", () => {
  for (const [each, value] of [[symbol, "MSFT"], [many, ["energy", "tech"]], [many, []], [period, ["2020-01-01", "2020-12-31"]]] as const) {
    const query = writeParameter(new URLSearchParams("known=2026-01-01"), each, value as string | string[]);
    expect(readParameters([each], query)[each.name]).toEqual(value);
    expect(query.get("known")).toBe("2026-01-01");
  }
  expect(writeParameter(new URLSearchParams("symbol=MSFT"), symbol, "AAPL").toString()).toBe("");
});

test("what is empty is left to the default of the tile", () => {
  expect(requestParameters({ a: "", b: [], c: "x", d: ["y"] })).toEqual({ c: "x", d: ["y"] });
});

test.each([
  ["today", "2026-03-31"], ["-1d", "2026-03-30"], ["-2w", "2026-03-17"], ["-1m", "2026-02-28"], ["-5y", "2021-03-31"], ["2020-02-29", "2020-02-29"], ["nonsense", "nonsense"],
])("the day %s is %s", (text, day) => expect(resolveDay(text, new Date(2026, 2, 31, 15))).toBe(day));

test("a leap day a year ago is the last of February", () => expect(resolveDay("-1y", new Date(2024, 1, 29))).toBe("2023-02-28"));

test("the stops of the time bar are in order, each once", () => {
  const version = (timestamp: string, label: string) => ({ timestamp, label });
  const stops = stopsOf([version("2026-01-03T00:00:00Z", "c"), version("2026-01-01T00:00:00Z", "a"), version("2026-01-03T00:00:00.000Z", "c again"), version("broken", "x")]);
  expect(stops.map((stop) => stop.label)).toEqual(["a", "c again"]);
  expect(stopOf(stops, "")).toBe(2);
  expect(stopOf(stops, "2026-01-02T00:00:00Z")).toBe(0);
  expect(stopOf(stops, "2026-01-03T00:00:00Z")).toBe(1);
  expect(stopOf(stops, "2020-01-01T00:00:00Z")).toBe(0);
});

test("only tiles that read a changed table are asked again", () => {
  expect(readsAny([{ name: "gold.panel" }], new Set(["gold.panel"]))).toBe(true);
  expect(readsAny([{ name: "gold.panel" }], new Set(["silver.bars"]))).toBe(false);
  expect(readsAny(undefined, new Set(["x"]))).toBe(false);
});

test("parameters are written into the SQL as literals, but not into strings and comments", () => {
  const sql = "SELECT '$symbol', \"$symbol\" -- $symbol\nFROM t WHERE s = $symbol AND d BETWEEN $period_from AND $period_to AND x = ANY($sectors) AND y = $other";
  expect(bindSql(sql, { symbol: "O'Neil", period: ["2020-01-01", "today"], sectors: ["a", "b"] }, new Date(2026, 0, 2))).toBe(
    "SELECT '$symbol', \"$symbol\" -- $symbol\nFROM t WHERE s = 'O''Neil' AND d BETWEEN DATE '2020-01-01' AND DATE '2026-01-02' AND x = ANY(['a', 'b']) AND y = NULL",
  );
});

test("a zoom is kept when the chart has the same zooms, and only then", () => {
  const options = { dataZoom: [{ type: "inside", start: 80, end: 100, startValue: 3 }], series: [] };
  expect(keepZoom(options, [{ start: 10, end: 20 }])).toEqual({ dataZoom: [{ type: "inside", start: 10, end: 20 }], series: [] });
  expect(keepZoom(options, undefined)).toBe(options);
  expect(keepZoom({ series: [] }, [{ start: 1, end: 2 }])).toEqual({ series: [] });
});

test("a colour of gain or loss needs a sign in the text", () => {
  expect(signClass("+1.2%")).toBe("up");
  expect(signClass("−0.3%")).toBe("dn");
  expect(signClass("1.2%")).toBeUndefined();
});
