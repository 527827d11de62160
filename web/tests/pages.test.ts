import { expect, test } from "vitest";
import { outcome } from "../src/assets/AssetChecksTab";
import { neighbourhood } from "../src/assets/Lineage";
import { numericNames } from "../src/assets/MetadataSeries";
import { rangeSizes } from "../src/assets/Partitions";
import { edgePath, lastPart, nextBox, rangeBetween, toggle } from "../src/assets/path";
import { commitMetrics } from "../src/catalog/TablePage";
import { nounsOf } from "../src/shell/live";
import { offsetOf } from "../src/sql/Editor";
import { compareCells, toCsv, toTabs, widthsOf } from "../src/sql/result";
import { namespaceOf } from "../src/sql/schema";
import { fromHash, loadPast, remember, savePast, sqlAddress, toHash, type Past } from "../src/sql/share";
import { resolveTheme } from "../src/theme/theme";
import { tableAddress, tableOfAddress } from "../src/ui/addresses";
import { blocksOf, isSafeLink } from "../src/ui/Markdown";

test("a click selects one, and a second click lets it go", () => {
  expect([...toggle(new Set(), "a", false)]).toEqual(["a"]);
  expect([...toggle(new Set(["a"]), "a", false)]).toEqual([]);
  expect([...toggle(new Set(["a", "b"]), "a", false)]).toEqual(["a"]);
});

test("a click with Ctrl adds or takes away, and leaves the old set as it was", () => {
  const old = new Set(["a"]);
  expect([...toggle(old, "b", true)]).toEqual(["a", "b"]);
  expect([...toggle(old, "a", true)]).toEqual([]);
  expect([...old]).toEqual(["a"]);
});

test("a range runs from the anchor to the click in either direction", () => {
  const keys = ["a", "b", "c", "d"];
  expect(rangeBetween(keys, "b", "d")).toEqual(["b", "c", "d"]);
  expect(rangeBetween(keys, "d", "b")).toEqual(["b", "c", "d"]);
  expect(rangeBetween(keys, "gone", "b")).toEqual(["b"]);
  expect(rangeBetween(keys, "a", "gone")).toEqual([]);
});

test("an edge goes through its points, level where it leaves and arrives", () => {
  expect(edgePath([])).toBe("");
  expect(edgePath([[0, 0], [10, 0]])).toBe("M0,0 L10,0");
  expect(edgePath([[0, 0], [10, 20]])).toBe("M0,0 C5,0 5,20 10,20");
});

test("the name of an asset is its last part", () => {
  expect(lastPart("silver/daily_bars")).toBe("daily_bars");
  expect(lastPart("alone")).toBe("alone");
});

test("arrow keys move to the next node ahead, rather straight than near", () => {
  const box = (left: number, top: number) => ({ left, top, width: 10, height: 10 });
  const boxes = [box(0, 0), box(100, 0), box(60, 90), box(0, 50)];
  expect(nextBox(boxes, 0, "ArrowRight")).toBe(1);
  expect(nextBox(boxes, 0, "ArrowDown")).toBe(3);
  expect(nextBox(boxes, 0, "ArrowLeft")).toBeNull();
  expect(nextBox(boxes, 0, "Enter")).toBeNull();
  expect(nextBox(boxes, 9, "ArrowDown")).toBeNull();
});

test("a neighbourhood is a selection", () => {
  expect(neighbourhood("gold/a", "2")).toBe("2+gold/a+2");
  expect(neighbourhood("gold/a", "all")).toBe("+gold/a+");
});

test("ranges are as wide as their partitions, told or counted", () => {
  const keys = ["a", "b", "c", "d"];
  expect(rangeSizes([{ from: "a", to: "c", status: "materialized" }, { from: "d", to: "d", status: "missing" }], keys)).toEqual([3, 1]);
  expect(rangeSizes([{ from: "a", to: "z", status: "missing", count: 250 }], keys)).toEqual([250]);
  expect(rangeSizes([{ from: "y", to: "z", status: "missing" }], keys)).toEqual([1]);
});

test("a failed check of severity warn is a warning", () => {
  const result = { passed: false, timestamp: "", runId: null, metadata: null };
  expect(outcome(result, "warn")).toBe("warned");
  expect(outcome(result, "error")).toBe("failed");
  expect(outcome({ ...result, passed: true }, "error")).toBe("passed");
  expect(outcome(null, "error")).toBe("missing");
});

test("only numbers are drawn over time, rows first", () => {
  expect(numericNames([{ metadata: { bytes: { kind: "number", value: 1 }, note: { kind: "text", value: "x" } } }, { metadata: { rows: { kind: "number", value: 2 } } }])).toEqual(["rows", "bytes"]);
});

test("a commit says what it wrote", () => {
  expect(commitMetrics({ numOutputRows: "12000", numFiles: 2, numOutputBytes: "1500000" })).toBe("12,000 rows, 2 files, 1.5 MB");
  expect(commitMetrics({ numAddedFiles: 1, numRemovedFiles: 3 })).toBe("1 file, 3 removed");
  expect(commitMetrics(null)).toBe("");
});

test("every event makes something old, but log lines do not refresh pages", () => {
  expect(nounsOf({ name: "asset", sequence: 1 })).toContain("tables");
  expect(nounsOf({ name: "run", sequence: 1 })).toContain("runs");
  expect(nounsOf({ name: "log", sequence: 1 })).toEqual([]);
});

test("an error's line and column become an offset inside the text", () => {
  const lines = ["SELECT 1", "FORM t"];
  const document = { lines: 2, line: (number: number) => (number === 1 ? { from: 0, to: lines[0]!.length } : { from: 9, to: 15 }) };
  expect(offsetOf(document, { line: 2, column: 1 })).toBe(9);
  expect(offsetOf(document, { line: 2, column: 99 })).toBe(15);
  expect(offsetOf(document, { line: 9, column: 1 })).toBe(9);
  expect(offsetOf(document, { line: 0, column: 0 })).toBe(0);
});

test("decimals are ordered by size though they are strings", () => {
  expect(compareCells("9.5", "10.25", "DECIMAL(18,2)")).toBeLessThan(0);
  expect(compareCells("9.5", "10.25", "VARCHAR")).toBeGreaterThan(0);
  expect(compareCells(2, 1, "VARCHAR")).toBeGreaterThan(0);
});

test("copied rows keep one line each, and CSV quotes what needs it", () => {
  const columns = [{ name: "a", type: "VARCHAR" }, { name: "b,c", type: "INTEGER" }];
  expect(toTabs(columns, [["x\ty\nz", null]])).toBe("a\tb,c\nx y z\t");
  expect(toCsv(columns, [['say "hi"', 1], [null, 2]])).toBe('a,"b,c"\r\n"say ""hi""",1\r\n,2\r\n');
});

test("a column is as wide as its content, within bounds", () => {
  const [narrow, wide] = widthsOf([{ name: "a", type: "INT" }, { name: "text", type: "VARCHAR" }], [[1, "x".repeat(500)]]);
  expect(narrow).toBe(72);
  expect(wide).toBe(420);
});

test("completion knows schemas, tables and columns", () => {
  const space = namespaceOf([{ name: "silver.bars", columns: [{ name: "close", type: "DECIMAL(18,4)", nullable: true }] }, { name: "silver.actions", columns: null }, { name: "alone", columns: [] }]);
  expect(space).toEqual({ silver: { bars: [{ label: "close", detail: "DECIMAL(18,4)", type: "property" }], actions: [] }, alone: [] });
});

test("a statement survives its address", () => {
  const shared = { sql: "SELECT 'a&b=#%' AS \"x\"\nFROM t", knownAt: "2026-01-01T00:00:00Z" };
  expect(fromHash(toHash(shared))).toEqual(shared);
  expect(fromHash(sqlAddress("SELECT 1").slice("/sql".length))).toEqual({ sql: "SELECT 1", knownAt: "" });
  expect(fromHash("")).toBeNull();
});

test("the history keeps a statement once, newest first, and is bounded", () => {
  const entry = (sql: string): Past => ({ sql, knownAt: "", at: "", rows: 1, elapsedMs: 1 });
  expect(remember([entry("a"), entry("b")], entry("b")).map((each) => each.sql)).toEqual(["b", "a"]);
  const long = Array.from({ length: 150 }, (_, index) => entry(String(index)));
  expect(remember(long, entry("new"))).toHaveLength(100);
});

test("a broken or full storage costs the history and nothing else", () => {
  expect(loadPast({ getItem: () => "{broken" })).toEqual([]);
  expect(loadPast({ getItem: () => '[1, {"sql": "SELECT 1"}]' })).toEqual([{ sql: "SELECT 1" }]);
  expect(() => savePast({ setItem: () => { throw new Error("full"); } }, [])).not.toThrow();
});

test("the system decides the theme unless somebody chose", () => {
  expect(resolveTheme("system", true)).toBe("dark");
  expect(resolveTheme("system", false)).toBe("light");
  expect(resolveTheme("light", true)).toBe("light");
});

test("markdown keeps fenced blocks whole and refuses links that run code", () => {
  expect(blocksOf("a\n\n```\nx\n\ny\n```\nb")).toEqual([{ code: false, lines: ["a"] }, { code: true, lines: ["x", "", "y"] }, { code: false, lines: ["b"] }]);
  expect(isSafeLink("https://example.org")).toBe(true);
  expect(isSafeLink("/assets/gold/a")).toBe(true);
  expect(isSafeLink("javascript:alert(1)")).toBe(false);
  expect(isSafeLink("//example.org")).toBe(false);
});

test("a table's address has no dot that a server could take for a file's, and is read back", () => {
  expect(tableAddress("silver.daily_bars")).toBe("/catalog/silver/daily_bars");
  expect(tableAddress("silver.daily_bars", { version: 0 })).toBe("/catalog/silver/daily_bars?tab=preview&version=0");
  expect(tableAddress("a.b", { tab: "files" })).toBe("/catalog/a/b?tab=files");
  expect(tableOfAddress("silver/daily_bars")).toBe("silver.daily_bars");
});
