import type { KnownAtVersion } from "../api/types";

/** The stops of the time bar, oldest first, each time once. */
export function stopsOf(versions: readonly KnownAtVersion[]): KnownAtVersion[] {
  const byTime = new Map<number, KnownAtVersion>();
  for (const version of versions) {
    const at = Date.parse(version.timestamp);
    if (!Number.isNaN(at)) byTime.set(at, version);
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([, version]) => version);
}

/** The place of a known-at time: the newest stop that is not after it; behind the last for now. */
export function stopOf(stops: readonly KnownAtVersion[], knownAt: string): number {
  if (!knownAt) return stops.length;
  const at = Date.parse(knownAt);
  if (Number.isNaN(at)) return stops.length;
  let place = 0;
  stops.forEach((stop, index) => {
    if (Date.parse(stop.timestamp) <= at) place = index;
  });
  return place;
}
