// The columns of the readings: this machine's telemetry, or (PIPELINE_COLUMNS, as JSON) those of a replayed file.
const telemetry = [
  { Name: "device", Type: "string" },
  { Name: "kind", Type: "string" },
  { Name: "run", Type: "string" },
  { Name: "seq", Type: "bigint" },
  { Name: "ts", Type: "timestamp" },
  { Name: "usage", Type: "double" },
  { Name: "bytes_used", Type: "bigint" },
  { Name: "bytes_in", Type: "bigint" },
  { Name: "bytes_out", Type: "bigint" },
  { Name: "command", Type: "string" },
];

export const isReplay = Boolean(process.env.PIPELINE_COLUMNS);

export const columns = isReplay
  ? [
      { Name: "device", Type: "string" },
      { Name: "run", Type: "string" },
      { Name: "seq", Type: "bigint" },
      { Name: "ts", Type: "timestamp" },
      ...JSON.parse(process.env.PIPELINE_COLUMNS),
    ]
  : telemetry;

export const partitionKeys = [
  { Name: "date", Type: "string" },
  { Name: "hour", Type: "string" },
];
