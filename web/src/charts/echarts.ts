// The parts of ECharts that the program's chart options use; nothing else is shipped. Loaded with the first chart.
import { BarChart, BoxplotChart, CandlestickChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart, TreemapChart } from "echarts/charts";
import {
  AriaComponent, AxisPointerComponent, BrushComponent, CalendarComponent, DatasetComponent, DataZoomComponent, GraphicComponent, GridComponent, LegendComponent,
  MarkAreaComponent, MarkLineComponent, MarkPointComponent, TitleComponent, TooltipComponent, TransformComponent, VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { LegacyGridContainLabel } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([
  BarChart, BoxplotChart, CandlestickChart, CustomChart, HeatmapChart, LineChart, PieChart, ScatterChart, TreemapChart,
  AriaComponent, AxisPointerComponent, BrushComponent, CalendarComponent, DatasetComponent, DataZoomComponent, GraphicComponent, GridComponent, LegendComponent,
  MarkAreaComponent, MarkLineComponent, MarkPointComponent, TitleComponent, TooltipComponent, TransformComponent, VisualMapComponent,
  LegacyGridContainLabel, CanvasRenderer,
]);

export { init };
export type { EChartsType } from "echarts/core";
