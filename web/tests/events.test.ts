import { expect, test } from "vitest";
import { LiveEvents, type EventStream, type LiveState } from "../src/api/events";
import type { LiveEvent } from "../src/api/types";

class FakeStream implements EventStream {
  readonly listeners = new Map<string, (event: { data?: string; lastEventId?: string }) => void>();
  closed = false;
  constructor(readonly url: string) {}
  addEventListener(type: string, listener: (event: { data?: string; lastEventId?: string }) => void): void {
    this.listeners.set(type, listener);
  }
  close(): void {
    this.closed = true;
  }
  tell(type: string, data?: unknown, lastEventId?: string): void {
    this.listeners.get(type)?.({ ...(data !== undefined && { data: typeof data === "string" ? data : JSON.stringify(data) }), ...(lastEventId && { lastEventId }) });
  }
}

function start() {
  const streams: FakeStream[] = [];
  const events: LiveEvent[] = [];
  const states: LiveState[] = [];
  const timers: { action: () => void; milliseconds: number }[] = [];
  const live = new LiveEvents({
    open: (url) => {
      const stream = new FakeStream(url);
      streams.push(stream);
      return stream;
    },
    onEvent: (event) => events.push(event),
    onState: (state) => states.push(state),
    setTimer: (action, milliseconds) => timers.push({ action, milliseconds }),
    clearTimer: () => timers.splice(0),
  });
  live.start();
  return { live, streams, events, states, timers };
}

test("after a break the stream goes on behind the last event it saw", () => {
  const { streams, timers, events } = start();
  expect(streams[0]!.url).toBe("/api/events");
  streams[0]!.tell("open");
  streams[0]!.tell("run", { runId: "r1", sequence: 41 }, "41");
  streams[0]!.tell("error");
  expect(streams[0]!.closed).toBe(true);
  timers[0]!.action();
  expect(streams[1]!.url).toBe("/api/events?after=41");
  expect(events).toEqual([{ name: "run", runId: "r1", sequence: 41 }]);
});

test("an event that comes twice is given once", () => {
  const { streams, events } = start();
  streams[0]!.tell("step", {}, "7");
  streams[0]!.tell("step", {}, "7");
  streams[0]!.tell("step", {}, "6");
  streams[0]!.tell("step", {}, "8");
  expect(events.map((event) => event.sequence)).toEqual([7, 8]);
});

test("the pauses between attempts grow, are bounded, and begin anew after a success", () => {
  const { streams, timers } = start();
  for (let attempt = 0; attempt < 8; attempt++) {
    streams[attempt]!.tell("error");
    timers[attempt]!.action();
  }
  expect(timers.map((timer) => timer.milliseconds)).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]);
  streams[8]!.tell("open");
  streams[8]!.tell("error");
  expect(timers[8]!.milliseconds).toBe(500);
});

test("a stopped stream neither reconnects nor speaks", () => {
  const { live, streams, timers, events, states } = start();
  streams[0]!.tell("error");
  const { action } = timers[0]!;
  live.stop();
  action();
  expect(streams).toHaveLength(1);
  streams[0]!.tell("run", {}, "1");
  expect(events).toEqual([]);
  expect(states.at(-1)).toBe("closed");
});

test("a message that is no JSON is still a sign of a change", () => {
  const { streams, events } = start();
  streams[0]!.tell("asset", "{broken", "3");
  expect(events).toEqual([{ name: "asset", sequence: 3 }]);
});

test("the state tells waiting from live", () => {
  const { streams, states } = start();
  streams[0]!.tell("open");
  streams[0]!.tell("error");
  expect(states).toEqual(["connecting", "live", "waiting"]);
});
