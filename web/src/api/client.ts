import type { Problem } from "./types";

/** An answer of the API that is not a success, or the absence of an answer (status 0). */
export class ApiError extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly hint: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;

  constructor(problem: { [Name in keyof Problem]: Problem[Name] | null } & { title: string }) {
    super(problem.detail ?? problem.title);
    this.name = "ApiError";
    this.status = problem.status ?? 0;
    this.title = problem.title;
    this.detail = problem.detail ?? undefined;
    this.hint = problem.hint ?? undefined;
    this.line = problem.line ?? undefined;
    this.column = problem.column ?? undefined;
  }
}

export type QueryValues = Record<string, string | number | boolean | null | undefined>;

const refusals = new Set<() => void>();

/** Calls `listener` whenever the API asks for a token. */
export function onUnauthorized(listener: () => void): () => void {
  refusals.add(listener);
  return () => refusals.delete(listener);
}

/** `/api/…` with the given query; empty values are left out. */
export function apiUrl(path: string, query?: QueryValues): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `/api${path}${text ? `?${text}` : ""}`;
}

/** An asset key as a path: its slashes stay, everything else is escaped. */
export function keyPath(key: string): string {
  return key.split("/").map(encodeURIComponent).join("/");
}

async function readProblem(response: Response): Promise<ApiError> {
  const fallback = response.status === 404 ? "Not found" : `The server answered ${response.status}`;
  try {
    const body = (await response.json()) as Partial<Problem> | null;
    return new ApiError({ ...body, title: body?.title ?? fallback, status: response.status });
  } catch {
    return new ApiError({ title: fallback, status: response.status });
  }
}

/** Sends a request and returns the successful response, or throws an ApiError. */
export async function send(path: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError({
      title: "The program does not answer",
      detail: "No connection to Wallstreet.",
      hint: "Check that `wallstreet up` is running; this page reconnects by itself.",
      status: 0,
    });
  }
  if (response.ok) return response;
  if (response.status === 401) refusals.forEach((listener) => listener());
  throw await readProblem(response);
}

export async function get<T>(path: string, query?: QueryValues, signal?: AbortSignal): Promise<T> {
  const response = await send(apiUrl(path, query), { headers: { accept: "application/json" }, signal: signal ?? null });
  return (await response.json()) as T;
}

export async function post<T>(path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await postRaw(path, body, signal);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

export function postRaw(path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  return send(`/api${path}`, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ?? null,
  });
}
