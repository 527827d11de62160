import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { post } from "../api/client";
import type { ChartAnswer, ChartRequest } from "../api/types";
import { useThemeName } from "../theme/theme";
import { Failure, SkeletonBlock } from "../ui/States";
import { Chart } from "./Chart";

/** A chart of rows at hand; the program computes its options. */
export function RowsChart({ request, id, label, height = 280 }: { request: Omit<ChartRequest, "theme">; id: readonly unknown[]; label: string; height?: number | string }) {
  const theme = useThemeName();
  const chart = useQuery({
    queryKey: ["chart", ...id, theme],
    queryFn: ({ signal }) => post<ChartAnswer>("/sql/chart", { ...request, theme }, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  return (
    <div style={{ height, minHeight: 0, display: "flex", flexDirection: "column" }}>
      <div style={{ flex: 1, minHeight: 0 }}>
      {chart.error ? <Failure error={chart.error} small retry={() => void chart.refetch()} /> : chart.data ? <Chart options={chart.data.options} label={label} /> : <SkeletonBlock />}
      </div>
      {chart.data?.note && <p className="faint" style={{ fontSize: 11.5 }}>{chart.data.note}</p>}
    </div>
  );
}
