// Every name the pipeline uses, in one place. A second pipeline beside the first needs another prefix only.
const prefix = process.env.PIPELINE ?? "telemetry";

export const names = {
  prefix,
  topic: prefix, // devices publish to <topic>/<device>
  rule: `${prefix}_to_stream`,
  stream: prefix,
  delivery: `${prefix}-to-lake`,
  lake: `weir-${prefix}-ingestion`,
  reporting: `weir-${prefix}-reporting`,
  queue: `${prefix}-ingested`,
  deadLetters: `${prefix}-ingested-dead`,
  transform: `${prefix}-clean`,
  report: `${prefix}-report`,
  database: prefix,
  table: "readings",
  role: `${prefix}-pipeline`,
  dataPrefix: "readings/",
  errorPrefix: "errors/",
  reportPrefix: "reports/",
};
