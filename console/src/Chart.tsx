import { BarChart, LineChart, PieChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Report, Visual } from "./api";
import { bytes } from "./format";

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
    animation: false, // a report comes every few seconds: a chart that is still moving cannot be read
    tooltip: { trigger: visual.kind === "pie" ? "item" : "axis", confine: true },
    textStyle: { fontFamily: "inherit" },
  };

  if (visual.kind === "pie") {
    return {
      ...base,
      series: [{ type: "pie", radius: ["45%", "75%"], data: report.rows.map((row) => ({ name: row[x] ?? "", value: value(row) })) }],
    };
  }

  // One value per series and label: rows that share both (several devices of a kind) are summed. Series without any value are left out.
  const groups = new Map<string, Map<string, number>>();
  for (const row of report.rows) {
    const name = series < 0 ? (visual.y ?? "") : (row[series] ?? "");
    const number = value(row);
    if (number === null) continue;
    const group = groups.get(name) ?? new Map<string, number>();
    groups.set(name, group.set(row[x] ?? "", (group.get(row[x] ?? "") ?? 0) + number));
  }

  const found = [...new Set(report.rows.map((row) => row[x] ?? ""))];
  const isTime = found.length > 0 && found.every((label) => /^\d{4}-\d\d-\d\d[ T]\d\d:/.test(label));
  const labels = isTime ? found.sort() : found; // text of this form sorts as time does
  const isTimeAxis = isTime && visual.kind === "line";
  return {
    ...base,
    grid: { left: 8, right: 16, top: groups.size > 1 ? 36 : 16, bottom: 8, containLabel: true },
    legend: groups.size > 1 ? { type: "scroll", top: 0 } : undefined,
    xAxis: isTimeAxis
      ? { type: "time" }
      : { type: "category", data: isTime ? labels.map(clockOf) : labels, axisLabel: { hideOverlap: true } },
    yAxis: {
      type: "value",
      scale: visual.kind === "line",
      name: visual.unit === "B" ? undefined : visual.unit,
      axisLabel: visual.unit === "B" ? { formatter: bytes } : undefined,
    },
    series: [...groups].map(([name, group]) => ({
      name,
      type: visual.kind,
      stack: visual.kind === "bar" && groups.size > 1 ? "all" : undefined,
      // A label that a series lacks is a gap.
      data: isTimeAxis
        ? labels.filter((label) => group.has(label)).map((label) => [label.replace(" ", "T"), group.get(label)!])
        : labels.map((label) => group.get(label) ?? null),
      showSymbol: group.size < 3, // a lone point has no line to be seen by
      smooth: false,
      lineStyle: { width: 1.5 },
    })),
  };
}

const clockOf = (label: string) => label.slice(11, 19);
