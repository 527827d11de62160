import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError, apiUrl, get, keyPath, onUnauthorized, post } from "../src/api/client";

const fetched = vi.fn<typeof fetch>();

beforeEach(() => vi.stubGlobal("fetch", fetched));
afterEach(() => {
  vi.unstubAllGlobals();
  fetched.mockReset();
});

const answer = (body: unknown, status = 200) => new Response(typeof body === "string" ? body : JSON.stringify(body), { status });

test("empty query values are left out and others escaped", () => {
  expect(apiUrl("/runs", { limit: 5, cursor: "", status: undefined, asset: "a/b c" })).toBe("/api/runs?limit=5&asset=a%2Fb+c");
  expect(apiUrl("/runs", {})).toBe("/api/runs");
  expect(apiUrl("/x", { version: 0 })).toBe("/api/x?version=0");
});

test("an asset key keeps its slashes", () => expect(keyPath("silver/daily bars")).toBe("silver/daily%20bars"));

test("a post sends JSON and gives the answer", async () => {
  fetched.mockResolvedValue(answer({ id: "r1" }, 201));
  await expect(post("/runs", { selection: "*" })).resolves.toEqual({ id: "r1" });
  const [url, init] = fetched.mock.calls[0]!;
  expect(url).toBe("/api/runs");
  expect(init).toMatchObject({ method: "POST", body: '{"selection":"*"}' });
});

test("an empty answer to a post is no error", async () => {
  fetched.mockResolvedValue(new Response(null, { status: 204 }));
  await expect(post("/runs/1/cancel")).resolves.toBeUndefined();
});

test("a problem keeps its title, hint and place in the text", async () => {
  fetched.mockResolvedValue(answer({ title: "The SQL cannot be parsed", detail: "syntax error at FORM", hint: "Did you mean FROM?", line: 2, column: 7 }, 400));
  const error = await get("/sql").catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 400, title: "The SQL cannot be parsed", message: "syntax error at FORM", hint: "Did you mean FROM?", line: 2, column: 7 });
});

test("a place or hint that is null is none", async () => {
  fetched.mockResolvedValue(answer({ title: "T", detail: "d", hint: null, line: null, column: null }, 400));
  const error = await get("/sql").catch((problem: unknown) => problem);
  expect(error).toMatchObject({ line: undefined, column: undefined, hint: undefined });
});

test("an error page that is no JSON still gives a clear error", async () => {
  fetched.mockResolvedValue(answer("<html>Bad gateway</html>", 502));
  await expect(get("/assets")).rejects.toMatchObject({ status: 502, title: "The server answered 502" });
});

test("a program that is not there is told from one that refuses", async () => {
  fetched.mockRejectedValue(new TypeError("fetch failed"));
  await expect(get("/assets")).rejects.toMatchObject({ status: 0, title: "The program does not answer" });
});

test("a canceled request stays a cancellation", async () => {
  fetched.mockRejectedValue(new DOMException("stopped", "AbortError"));
  await expect(get("/assets")).rejects.toMatchObject({ name: "AbortError" });
});

test("a 401 asks for the token, and only a 401", async () => {
  const asked = vi.fn();
  const stop = onUnauthorized(asked);
  fetched.mockResolvedValueOnce(answer({ title: "Forbidden" }, 403)).mockResolvedValueOnce(answer({ title: "Token wanted" }, 401));
  await get("/assets").catch(() => undefined);
  expect(asked).not.toHaveBeenCalled();
  await get("/assets").catch(() => undefined);
  expect(asked).toHaveBeenCalledOnce();
  stop();
});
