import { useEffect, useRef, useState } from "react";
import { get } from "../api/client";
import type { RunEvent, RunEventPage } from "../api/types";
import { useLive } from "../shell/live";

const pageSize = 1000;
const eventsMax = 200_000;

/** Adds a page to what is known; pages never overlap, and the oldest give way beyond the bound. */
export function appendEvents(known: readonly RunEvent[], page: readonly RunEvent[]): RunEvent[] {
  const last = known[known.length - 1]?.sequence ?? -1;
  const next = [...known, ...page.filter((event) => event.sequence > last)];
  return next.length > eventsMax ? next.slice(next.length - eventsMax) : next;
}

/** The events of a run, from its first on; while it is active, new ones are asked for when the stream says so, and every few seconds in any case. */
export function useRunLog(id: string, active: boolean): { events: RunEvent[]; error: unknown; loading: boolean } {
  const [events, setEvents] = useState<RunEvent[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [loading, setLoading] = useState(true);
  const { subscribe } = useLive();
  const wake = useRef<() => void>(() => undefined);

  useEffect(() => {
    const controller = new AbortController();
    let last = 0;
    let reading = false;
    let again = false;
    const read = async () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      try {
        do {
          again = false;
          const page = await get<RunEventPage>(`/runs/${encodeURIComponent(id)}/events`, { after: last, limit: pageSize }, controller.signal);
          last = Math.max(last, page.last);
          if (page.events.length > 0) setEvents((known) => appendEvents(known, page.events));
          again ||= page.events.length > 0;
        } while (again && !controller.signal.aborted);
        setError(null);
      } catch (problem) {
        if (!controller.signal.aborted) setError(problem);
      } finally {
        reading = false;
        if (!controller.signal.aborted) setLoading(false);
      }
    };
    setEvents([]);
    setLoading(true);
    wake.current = () => void read();
    void read();
    return () => controller.abort();
  }, [id]);

  useEffect(() => {
    wake.current();
    if (!active) return undefined;
    let timer: number | undefined;
    const soon = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        wake.current();
      }, 250);
    };
    const stop = subscribe((event) => {
      if (!event.runId || event.runId === id) soon();
    });
    const interval = window.setInterval(soon, 4000);
    return () => {
      stop();
      window.clearTimeout(timer);
      window.clearInterval(interval);
    };
  }, [id, active, subscribe]);

  return { events, error, loading };
}
