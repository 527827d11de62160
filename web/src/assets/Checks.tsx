import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import type { ChecksSummary } from "../api/types";

/** The checks of an asset, counted by their last outcome. */
export function Checks({ checks }: { checks: ChecksSummary }) {
  if (checks.passed + checks.failed + checks.warned === 0) return <span className="faint">none</span>;
  return (
    <span className="row" style={{ display: "inline-flex", gap: 10 }}>
      {checks.failed > 0 && <span className="status bad"><CircleX size={13} aria-hidden />{checks.failed} failed</span>}
      {checks.warned > 0 && <span className="status care"><TriangleAlert size={13} aria-hidden />{checks.warned} warned</span>}
      {checks.passed > 0 && <span className="status good"><CircleCheck size={13} aria-hidden />{checks.passed} passed</span>}
    </span>
  );
}
