import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { LiveEvents, type LiveState } from "../api/events";
import type { LiveEvent } from "../api/types";

type Listener = (event: LiveEvent) => void;

interface Live {
  state: LiveState;
  subscribe: (listener: Listener) => () => void;
}

const LiveContext = createContext<Live>({ state: "closed", subscribe: () => () => undefined });

const touched: Record<LiveEvent["name"], string[]> = {
  run: ["runs", "status", "run", "assets"],
  step: ["run", "runs"],
  asset: ["assets", "asset", "tables", "table", "dashboards"],
  check: ["assets", "asset"],
  log: [],
  schedule: ["schedules"],
};

/** Which nouns of the cache an event makes old. */
export const nounsOf = (event: LiveEvent): readonly string[] => touched[event.name] ?? [];

const pause = 1200;

/** Gathers events for a moment, then refreshes what is on the page; thousands of steps cost one refresh each pause. */
function invalidator(client: QueryClient): { listener: Listener; stop: () => void } {
  const waiting = new Set<string>();
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    const nouns = [...waiting];
    waiting.clear();
    for (const noun of nouns) void client.invalidateQueries({ queryKey: [noun] }, { cancelRefetch: false });
  };
  return {
    listener: (event) => {
      for (const noun of nounsOf(event)) waiting.add(noun);
      if (waiting.size > 0) timer ??= window.setTimeout(flush, pause);
    },
    stop: () => window.clearTimeout(timer),
  };
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  const listeners = useMemo(() => new Set<Listener>(), []);
  useEffect(() => {
    const refresh = invalidator(client);
    const events = new LiveEvents({
      open: (url) => new EventSource(url, { withCredentials: true }) as unknown as import("../api/events").EventStream,
      onEvent: (event) => {
        refresh.listener(event);
        listeners.forEach((listener) => listener(event));
      },
      onState: setState,
    });
    events.start();
    return () => {
      refresh.stop();
      events.stop();
    };
  }, [client, listeners]);
  const live = useMemo<Live>(
    () => ({
      state,
      subscribe: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    [state, listeners],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export const useLive = (): Live => useContext(LiveContext);
