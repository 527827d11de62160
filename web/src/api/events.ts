import type { LiveEvent } from "./types";

export type LiveState = "connecting" | "live" | "waiting" | "closed";

const names: LiveEvent["name"][] = ["run", "step", "asset", "check", "log", "schedule"];

/** What of EventSource is used here; tests bring their own. */
export interface EventStream {
  addEventListener(type: string, listener: (event: { data?: string; lastEventId?: string }) => void): void;
  close(): void;
}

export interface LiveOptions {
  open: (url: string) => EventStream;
  onEvent: (event: LiveEvent) => void;
  onState: (state: LiveState) => void;
  setTimer?: (action: () => void, milliseconds: number) => unknown;
  clearTimer?: (timer: unknown) => void;
}

const firstDelay = 500;
const longestDelay = 15_000;

/**
 * The live event stream. After a break it reconnects with growing pauses and asks for what it missed (`after`),
 * so no event is lost and none is given twice.
 */
export class LiveEvents {
  private stream: EventStream | null = null;
  private timer: unknown = null;
  private delay = firstDelay;
  private last: number | null = null;
  private closed = false;
  private readonly options: LiveOptions;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  get lastSequence(): number | null {
    return this.last;
  }

  start(): void {
    this.closed = false;
    this.connect();
  }

  stop(): void {
    this.closed = true;
    (this.options.clearTimer ?? clearTimeout)(this.timer as never);
    this.stream?.close();
    this.stream = null;
    this.options.onState("closed");
  }

  private connect(): void {
    if (this.closed) return;
    this.options.onState("connecting");
    const stream = this.options.open(this.last === null ? "/api/events" : `/api/events?after=${this.last}`);
    this.stream = stream;
    stream.addEventListener("open", () => {
      if (this.stream !== stream) return;
      this.delay = firstDelay;
      this.options.onState("live");
    });
    stream.addEventListener("error", () => {
      if (this.stream === stream) this.reconnect(stream);
    });
    for (const name of names) {
      stream.addEventListener(name, (message) => {
        if (this.stream === stream) this.receive(name, message);
      });
    }
  }

  private receive(name: LiveEvent["name"], message: { data?: string; lastEventId?: string }): void {
    const body = parse(message.data);
    const sequence = Number(message.lastEventId || body.sequence || 0);
    if (this.last !== null && sequence > 0 && sequence <= this.last) return;
    if (sequence > 0) this.last = sequence;
    this.options.onEvent({ ...body, name, sequence });
  }

  private reconnect(stream: EventStream): void {
    stream.close();
    this.stream = null;
    if (this.closed) return;
    this.options.onState("waiting");
    this.timer = (this.options.setTimer ?? setTimeout)(() => this.connect(), this.delay);
    this.delay = Math.min(this.delay * 2, longestDelay);
  }
}

function parse(data: string | undefined): Partial<LiveEvent> {
  try {
    const value: unknown = JSON.parse(data ?? "{}");
    return typeof value === "object" && value !== null ? (value as Partial<LiveEvent>) : {};
  } catch {
    return {};
  }
}
