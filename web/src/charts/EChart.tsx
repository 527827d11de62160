import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import { init, type EChartsType } from "./echarts";
import { keepZoom } from "./options";

export interface ChartHandle {
  /** The chart as a PNG data URL, on the given background. */
  png: (background: string) => string | undefined;
}

/** Draws options that the program computed; resizes with its box, and keeps the zoom when only the data changed. */
export default function EChart({ options, label, handle }: { options: Record<string, unknown>; label: string; handle?: Ref<ChartHandle> }) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const zoomed = useRef(false);
  useEffect(() => {
    const element = box.current!;
    const created = init(element, null, { renderer: "canvas" });
    chart.current = created;
    created.on("datazoom", () => {
      zoomed.current = true;
    });
    const observer = new ResizeObserver(() => created.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const current = chart.current;
    if (!current) return;
    const before = zoomed.current ? (current.getOption() as { dataZoom?: unknown } | undefined)?.dataZoom : undefined;
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    current.setOption({ backgroundColor: "transparent", animationDuration: 250, ...(calm && { animation: false }), aria: { enabled: true }, ...keepZoom(options, before) }, { notMerge: true });
  }, [options]);
  useImperativeHandle(handle, () => ({ png: (background) => chart.current?.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: background }) }), []);
  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height: "100%", minHeight: 0 }} />;
}
