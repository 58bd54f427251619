// The whole story: provision, publish until standard input ends, wait for the last hop, count.
// Speaks to whoever started it in JSON lines on standard output; `weir demo` shows them to a person.
import { createInterface } from "node:readline";
import { inLake, inStream, objects, reported } from "./check.mjs";
import { names } from "./names.mjs";
import { provision } from "./provision.mjs";
import { Publisher } from "./publish.mjs";
import { isReplay } from "./schema.mjs";
import { telemetry } from "./telemetry.mjs";

// The terminal's Ctrl-C reaches every process; the one that started this one ends it by closing its input.
if (process.env.PIPELINE_OWNER) process.on("SIGINT", () => {});

const hertz = Number(process.env.PIPELINE_HERTZ ?? 10);
const bufferSeconds = Number(process.env.PIPELINE_BUFFER_SECONDS ?? 5);
const drainSeconds = Number(process.env.PIPELINE_DRAIN_SECONDS ?? 120);
const mqttUrl = process.env.PIPELINE_MQTT ?? "mqtt://127.0.0.1:1883";

const tell = (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const { run } = await provision({ bufferSeconds, progress: (name) => tell({ event: "step", name }) });
tell({ event: "provisioned", run, names });

const publisher = new Publisher(mqttUrl);
const beat = setInterval(() => tell({ event: "published", count: publisher.acknowledged }), 1000);
const input = createInterface({ input: process.stdin });
const sequences = new Map();
const stamp = (reading) => {
  const seq = sequences.get(reading.device) ?? 0;
  sequences.set(reading.device, seq + 1);
  return { ...reading, seq, ts: new Date().toISOString().replace("T", " ").replace("Z", "") };
};

if (isReplay) {
  // Rows come in as JSON lines; the reader is paced by the acknowledgements.
  for await (const line of input) {
    if (line) await publisher.send(stamp(JSON.parse(line)));
  }
} else {
  const sample = telemetry();
  sample(); // the first one only sets the counters
  let isOver = false;
  input.on("close", () => (isOver = true));
  for (let due = performance.now(); !isOver; due += 1000 / hertz) {
    for (const reading of sample()) await publisher.send(stamp(reading));
    await pause(Math.max(1, due + 1000 / hertz - performance.now()));
  }
}

tell({ event: "draining" });
await publisher.close();
clearInterval(beat);

const expected = publisher.acknowledged;
const deadline = Date.now() + drainSeconds * 1000;
let lake = { rows: 0, distinct: 0 };
let report = { readings: 0, reports: 0 };
let trouble = null;
while (Date.now() < deadline) {
  try {
    lake = await inLake(run);
    report = await reported(run);
    trouble = null;
  } catch (error) {
    trouble = error.message; // no partition yet, or the query failed: told at the end if it stays so
  }
  tell({ event: "drained", lake: lake.rows, report: report.readings, of: expected });
  if (lake.rows >= expected && report.readings >= expected) break;
  await pause(500);
}

const counts = {
  published: expected,
  unacknowledged: publisher.published - expected,
  stream: await inStream(run),
  lake: lake.rows,
  distinct: lake.distinct,
  report: report.readings,
  reports: report.reports,
  objects: await objects(names.dataPrefix),
  errors: await objects(names.errorPrefix),
};
const agree = expected > 0 && [counts.stream, counts.lake, counts.distinct, counts.report].every((value) => value === expected);
tell({ event: "done", run, counts, agree, trouble });
process.exit(agree ? 0 : 1);
