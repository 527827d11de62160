import { useSyncExternalStore } from "react";
import { formatAgo, formatTime } from "./format";

let now = Date.now();
const listeners = new Set<() => void>();
let timer: number | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time of the browser, one tick a second, one timer for the whole page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

/** `3 min ago`, with the full time as its title. */
export function Ago({ at, none = "never" }: { at: string | null | undefined; none?: string }) {
  const time = useNow();
  if (!at) return <span className="faint">{none}</span>;
  return (
    <time dateTime={at} title={formatTime(at)} className="nowrap">
      {formatAgo(at, time)}
    </time>
  );
}
