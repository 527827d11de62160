import { lazy, Suspense, type Ref } from "react";
import { SkeletonBlock } from "../ui/States";
import type { ChartHandle } from "./EChart";

const EChart = lazy(() => import("./EChart"));

/** A chart; the library comes with the first one that is shown. */
export function Chart({ options, label, handle }: { options: Record<string, unknown>; label: string; handle?: Ref<ChartHandle> }) {
  return (
    <Suspense fallback={<SkeletonBlock label="Loading the chart" />}>
      <EChart options={options} label={label} handle={handle ?? null} />
    </Suspense>
  );
}
