// What the report asks, and how the dashboard draws the answer.
import { isReplay } from "./schema.mjs";
import { names } from "./names.mjs";

/** The last minutes of telemetry, a row per second and device kind; or what a replayed file brought, per device and second. */
export const query = (run) =>
  isReplay
    ? `SELECT date_trunc('second', ts) AS second, device, count(*) AS readings, max(seq) AS last_seq
       FROM ${names.table} WHERE run = '${run}'
       GROUP BY date_trunc('second', ts), device ORDER BY second DESC, device LIMIT 2000`
    : `SELECT date_trunc('second', ts) AS second, device, kind, count(*) AS readings, avg(usage) AS usage,
              max(bytes_used) AS bytes_used, sum(bytes_in) AS bytes_in, sum(bytes_out) AS bytes_out
       FROM ${names.table} WHERE run = '${run}' AND kind <> 'process'
       GROUP BY date_trunc('second', ts), device, kind
       ORDER BY second DESC, device LIMIT 1800`;

export const dashboard = () => ({
  name: names.prefix,
  title: isReplay ? "Replayed file" : "This machine, live",
  report: `s3://${names.reporting}/${names.reportPrefix}`,
  visuals: isReplay
    ? [
        { title: "Readings per second", kind: "line", x: "second", y: "readings", series: "device" },
        { title: "Readings by device", kind: "bar", x: "device", y: "readings" },
        { title: "Report", kind: "table" },
      ]
    : [
        { title: "Usage", kind: "line", x: "second", y: "usage", series: "device", unit: "%" },
        { title: "Memory and disk in use", kind: "line", x: "second", y: "bytes_used", series: "device", unit: "B" },
        { title: "Bytes in", kind: "line", x: "second", y: "bytes_in", series: "device", unit: "B" },
        { title: "Readings per second", kind: "bar", x: "second", y: "readings", series: "kind" },
        { title: "Report", kind: "table" },
      ],
});
