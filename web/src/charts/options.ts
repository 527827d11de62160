interface Zoom {
  start?: number;
  end?: number;
}

/** Keeps the window that somebody zoomed to when newer data arrives for the same chart. */
export function keepZoom(options: Record<string, unknown>, before: unknown): Record<string, unknown> {
  const next = options["dataZoom"];
  if (!Array.isArray(next) || !Array.isArray(before) || next.length !== before.length) return options;
  const zooms = next.map((zoom: Zoom, index) => {
    const { start, end } = before[index] as Zoom;
    const kept: Record<string, unknown> = { ...zoom, start, end };
    delete kept["startValue"];
    delete kept["endValue"];
    return kept;
  });
  return { ...options, dataZoom: zooms };
}
