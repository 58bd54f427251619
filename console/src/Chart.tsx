import { BarChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Report, Visual } from "./api";

echarts.use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

/** One drawing of the report's columns: x, y and, where given, one series per value of a third. */
export function Chart({ visual, report }: { visual: Visual; report: Report }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<echarts.ECharts>(null);

  useEffect(() => {
    const made = echarts.init(place.current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current!);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(optionOf(visual, report), { replaceMerge: ["series"] });
  }, [visual, report]);

  return <div className="chart" ref={place} role="img" aria-label={visual.title} />;
}

function optionOf(visual: Visual, report: Report) {
  const column = (name: string | undefined) => report.columns.indexOf(name ?? "");
  const [x, y, series] = [column(visual.x), column(visual.y), column(visual.series)];
  const value = (row: (string | null)[]) => (row[y] === null || row[y] === undefined ? null : Number(row[y]));
  const palette = ["#0b7285", "#e8590c", "#5f3dc4", "#2b8a3e", "#c2255c", "#1864ab", "#e67700", "#495057"];
  const base = {
    color: palette,
    animationDurationUpdate: 300,
    tooltip: { trigger: visual.kind === "pie" ? "item" : "axis", confine: true },
    textStyle: { fontFamily: "inherit" },
  };

  if (visual.kind === "pie") {
    return {
      ...base,
      series: [{ type: "pie", radius: ["45%", "75%"], data: report.rows.map((row) => ({ name: row[x] ?? "", value: value(row) })) }],
    };
  }

  const groups = new Map<string, [string, number | null][]>();
  for (const row of report.rows) {
    const name = series < 0 ? (visual.y ?? "") : (row[series] ?? "");
    groups.set(name, [...(groups.get(name) ?? []), [row[x] ?? "", value(row)]]);
  }

  const labels = [...new Set(report.rows.map((row) => row[x] ?? ""))];
  const isTime = visual.kind === "line" && labels.length > 0 && labels.every((label) => /^\d{4}-\d\d-\d\d[ T]\d\d:/.test(label));
  return {
    ...base,
    grid: { left: 8, right: 16, top: groups.size > 1 ? 36 : 16, bottom: 8, containLabel: true },
    legend: groups.size > 1 ? { type: "scroll", top: 0 } : undefined,
    xAxis: isTime ? { type: "time" } : { type: "category", data: labels, axisLabel: { hideOverlap: true } },
    yAxis: { type: "value", scale: visual.kind === "line", name: visual.unit },
    series: [...groups].map(([name, data]) => ({
      name,
      type: visual.kind,
      data: isTime ? data.map(([time, number]) => [time.replace(" ", "T"), number]) : align(labels, data),
      showSymbol: data.length < 3, // a lone point has no line to be seen by
      smooth: false,
      lineStyle: { width: 1.5 },
    })),
  };
}

/** Values in the order of the labels; a label that a series lacks is a gap. */
function align(labels: string[], data: [string, number | null][]): (number | null)[] {
  const byLabel = new Map(data);
  return labels.map((label) => byLabel.get(label) ?? null);
}
