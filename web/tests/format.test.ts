import { describe, expect, test } from "vitest";
import { formatAgo, formatBytes, formatCell, formatChange, formatCount, formatDuration, isNumericType, plural } from "../src/ui/format";

describe("formatting", () => {
  test("a missing number is an en dash and never a zero", () => {
    expect(formatCount(null)).toBe("–");
    expect(formatCount(undefined)).toBe("–");
    expect(formatCount(0)).toBe("0");
    expect(formatCount(1234567)).toBe("1,234,567");
  });

  test("a change carries its sign and an arrow", () => {
    expect(formatChange(1.234, 2, "%")).toBe("↑ +1.23%");
    expect(formatChange(-0.381, 2, "%")).toBe("↓ −0.38%");
    expect(formatChange(-0.001)).toBe("→ 0.00");
  });

  test.each([
    [0, "0 B"], [999, "999 B"], [1000, "1.0 kB"], [99_960, "100 kB"], [999_600, "1.0 MB"], [1_500_000_000, "1.5 GB"],
  ])("%d bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  test.each([
    [0.4, "0 ms"], [38, "38 ms"], [999, "999 ms"], [4200, "4.2 s"], [59_949, "59.9 s"], [59_960, "1 min 00 s"], [185_000, "3 min 05 s"], [7_620_000, "2 h 07 min"], [273_600_000, "3 d 4 h"],
  ])("%d milliseconds are %s", (milliseconds, text) => expect(formatDuration(milliseconds)).toBe(text));

  test("a distance in time says whether it is past or to come", () => {
    const now = Date.parse("2026-03-04T12:00:00Z");
    expect(formatAgo("2026-03-04T11:59:58Z", now)).toBe("just now");
    expect(formatAgo("2026-03-04T11:59:00Z", now)).toBe("1 min ago");
    expect(formatAgo("2026-03-04T15:00:00Z", now)).toBe("in 3 h");
    expect(formatAgo(null, now)).toBe("never");
  });

  test("decimals keep the digits they came with and whole numbers are not grouped", () => {
    expect(formatCell("138.0200", "DECIMAL(18,4)")).toBe("138.0200");
    expect(formatCell("-1.50", "DECIMAL(18,2)")).toBe("−1.50");
    expect(formatCell(20240102, "BIGINT")).toBe("20240102");
    expect(formatCell(0.1 + 0.2, "DOUBLE")).toBe("0.3");
    expect(formatCell("-x", "VARCHAR")).toBe("-x");
  });

  test("null is told from an empty text", () => {
    expect(formatCell(null, "VARCHAR")).toBe("null");
    expect(formatCell("", "VARCHAR")).toBe("");
  });

  test("timestamps lose the T and idle zeros, not their zone", () => {
    expect(formatCell("2026-03-04T16:00:00.000000Z", "TIMESTAMPTZ")).toBe("2026-03-04 16:00:00Z");
    expect(formatCell("2026-03-04T16:00:00.120000+01:00", "TIMESTAMP WITH TIME ZONE")).toBe("2026-03-04 16:00:00.12+01:00");
  });

  test("numeric SQL types are told from others", () => {
    for (const type of ["BIGINT", "DECIMAL(18,4)", "double", "UTINYINT", "HUGEINT", "Int64", "long"]) expect(isNumericType(type), type).toBe(true);
    for (const type of ["VARCHAR", "DATE", "INTERVAL", "TIMESTAMP", "BOOLEAN", "STRUCT(a INTEGER)"]) expect(isNumericType(type), type).toBe(false);
  });

  test("a plural goes with its number", () => {
    expect(plural(1, "row")).toBe("1 row");
    expect(plural(2400, "row")).toBe("2,400 rows");
    expect(plural(2, "entry", "entries")).toBe("2 entries");
  });
});
