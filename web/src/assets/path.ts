type Point = readonly [number, number];

/**
 * A path through the points of an edge: curves that leave and arrive level where the edge goes sideways,
 * straight pieces where it runs level or plumb.
 */
export function edgePath(points: readonly Point[]): string {
  const first = points[0];
  if (!first) return "";
  let path = `M${first[0]},${first[1]}`;
  for (let index = 1; index < points.length; index++) {
    const [x0, y0] = points[index - 1]!;
    const [x1, y1] = points[index]!;
    if (x0 === x1 || y0 === y1) path += ` L${x1},${y1}`;
    else {
      const middle = (x0 + x1) / 2;
      path += ` C${middle},${y0} ${middle},${y1} ${x1},${y1}`;
    }
  }
  return path;
}

/** What a click selects: alone it selects one, with Ctrl or Shift it adds or takes away. */
export function toggle(selected: ReadonlySet<string>, key: string, add: boolean): Set<string> {
  if (!add) return selected.size === 1 && selected.has(key) ? new Set() : new Set([key]);
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** The keys from the anchor to the one that was clicked, in the order of the list. */
export function rangeBetween(keys: readonly string[], anchor: string, to: string): string[] {
  const a = keys.indexOf(anchor);
  const b = keys.indexOf(to);
  if (a < 0 || b < 0) return b < 0 ? [] : [to];
  return keys.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const directions: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The place of the box that lies next in the direction of an arrow key: near counts, straight ahead counts more. */
export function nextBox(boxes: readonly Box[], from: number, key: string): number | null {
  const direction = directions[key];
  const start = boxes[from];
  if (!direction || !start) return null;
  const [dx, dy] = direction;
  const centre = (box: Box) => [box.left + box.width / 2, box.top + box.height / 2] as const;
  const [x0, y0] = centre(start);
  let best: number | null = null;
  let least = Infinity;
  boxes.forEach((box, index) => {
    const [x, y] = centre(box);
    const ahead = (x - x0) * dx + (y - y0) * dy;
    const aside = Math.abs((x - x0) * dy) + Math.abs((y - y0) * dx);
    if (index === from || ahead <= 1) return;
    const cost = ahead + 2 * aside;
    if (cost < least) {
      least = cost;
      best = index;
    }
  });
  return best;
}

export const lastPart = (key: string): string => key.slice(key.lastIndexOf("/") + 1);
