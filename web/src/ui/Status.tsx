import {
  Ban, CircleCheck, CircleDashed, CircleDot, CircleSlash, CircleX, Clock, History, LoaderCircle, RotateCw, TriangleAlert, Unplug, type LucideIcon,
} from "lucide-react";

type Tone = "good" | "bad" | "care" | "live" | "idle";

const looks: Record<string, { icon: LucideIcon; tone: Tone; word?: string; spin?: boolean }> = {
  fresh: { icon: CircleCheck, tone: "good" },
  materialized: { icon: CircleCheck, tone: "good" },
  succeeded: { icon: CircleCheck, tone: "good" },
  passed: { icon: CircleCheck, tone: "good" },
  stale: { icon: History, tone: "care" },
  warned: { icon: TriangleAlert, tone: "care" },
  missing: { icon: CircleDashed, tone: "idle" },
  pending: { icon: CircleDashed, tone: "idle" },
  queued: { icon: Clock, tone: "idle" },
  starting: { icon: LoaderCircle, tone: "live", spin: true },
  running: { icon: LoaderCircle, tone: "live", spin: true },
  retrying: { icon: RotateCw, tone: "care" },
  failed: { icon: CircleX, tone: "bad" },
  canceled: { icon: Ban, tone: "idle" },
  interrupted: { icon: Unplug, tone: "bad" },
  skipped: { icon: CircleSlash, tone: "idle" },
  started: { icon: CircleDot, tone: "good" },
  stopped: { icon: CircleSlash, tone: "idle" },
};

export const toneOf = (status: string): Tone => looks[status]?.tone ?? "idle";

/** A status as icon and word; the colour only helps. */
export function Status({ status, word, size = 14 }: { status: string; word?: string; size?: number }) {
  const look = looks[status] ?? { icon: CircleDot, tone: "idle" as const };
  const Icon = look.icon;
  return (
    <span className={`status ${look.tone}`}>
      <Icon size={size} aria-hidden className={look.spin ? "spin" : undefined} />
      {word ?? look.word ?? status}
    </span>
  );
}

/** Says that data are simulated, all of them or a part; the asset's tag tells which. */
export function Synthetic({ tags }: { tags?: Record<string, string> }) {
  return tags?.synthetic === "partly"
    ? <span className="tag synthetic" title="Some rows are made by the simulated exchange, not by a market; the column is_synthetic tells which">partly synthetic</span>
    : <span className="tag synthetic" title="Made by the simulated exchange, not by a market">synthetic</span>;
}

const groupColours = ["--c0", "--c1", "--c2", "--c3", "--c4", "--c5", "--c6", "--c7"];

/** A steady colour for a group; the group's name always stands beside it. */
export function groupColour(group: string): string {
  const fixed: Record<string, number> = { bronze: 4, silver: 5, gold: 2, quality: 6, calendar: 7 };
  let hash = 0;
  for (const character of group) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return `var(${groupColours[fixed[group] ?? hash % groupColours.length]})`;
}
