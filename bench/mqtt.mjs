// QoS 1 publishes: Weir through a rule into a stream, acknowledged when fsynced, against Mosquitto with persistence on. The same publisher
// program, rounds in turn; the figure is the median of the rounds' ratios. Mosquitto is measured bare (nobody subscribes: it acknowledges and
// drops) and with one subscriber that takes every message at QoS 1, which is nearer to what the rule does.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, median, rounded, sleep, withWeir } from "./support/weir.mjs";

const rounds = Number(process.env.ROUNDS ?? 5);
const seconds = Number(process.env.SECONDS_EACH ?? 4);
const load = new URL("../artifacts/bin/Load/release/weir-load", import.meta.url).pathname;

function publish(port, connections) {
  return new Promise((resolve, reject) => {
    const args = ["mqtt", "--port", port, "--connections", connections, "--seconds", seconds, "--size", "200"].map(String);
    const run = spawn(load, args, { stdio: ["ignore", "pipe", "inherit"] });
    const parts = [];
    run.stdout.on("data", (part) => parts.push(part));
    run.once("exit", () => {
      const result = JSON.parse(Buffer.concat(parts).toString());
      if (result.failed > 0 || result.acked !== result.published) reject(new Error(JSON.stringify(result)));
      else resolve(result);
    });
  });
}

async function startMosquitto(directory) {
  const port = await freePort();
  const file = join(directory, `mosquitto-${port}.conf`);
  const data = mkdtempSync(join(directory, "data-"));
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location ${data}/\nuser root\nlog_dest none\n`);
  const broker = spawn("/usr/sbin/mosquitto", ["-c", file], { stdio: "ignore" });
  for (let attempt = 0; ; attempt++) {
    const isUp = await new Promise((resolve) => {
      const socket = net.connect(port, "127.0.0.1", () => { socket.destroy(); resolve(true); });
      socket.once("error", () => resolve(false));
    });
    if (isUp) return { port, broker };
    if (attempt > 100) throw new Error("mosquitto did not start");
    await sleep(50);
  }
}

const directory = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "weir-bench-mosquitto-"));
const started = [];
try {
  await withWeir(async ({ ports, client }) => {
    const roleArn = await client.role("bench-rule", "iot.amazonaws.com", ["kinesis:PutRecord", "kinesis:PutRecords"]);
    await client.stream("bench", 4);
    await client.rest("iot", "POST", "/rules/bench", {
      sql: "SELECT *, topic(2) AS device FROM 'bench/+/telemetry'", awsIotSqlVersion: "2016-03-23", ruleDisabled: false,
      actions: [{ kinesis: { roleArn, streamName: "bench", partitionKey: "${topic(2)}" } }],
    });
    const bare = await startMosquitto(directory);
    started.push(bare.broker);
    const heard = await startMosquitto(directory);
    started.push(heard.broker);
    const subscriber = spawn("/usr/bin/mosquitto_sub", ["-p", String(heard.port), "-t", "bench/#", "-q", "1", "-c", "-i", "reader"], { stdio: ["ignore", "ignore", "inherit"] });
    started.push(subscriber);
    const sides = { weir: ports.mqtt, mosquitto: bare.port, mosquittoSubscribed: heard.port };
    for (const connections of [64, 1]) {
      const rates = { weir: [], mosquitto: [], mosquittoSubscribed: [] };
      const waits = { weir: [], mosquitto: [], mosquittoSubscribed: [] };
      await publish(sides.weir, connections); // warm-up
      for (let round = 0; round < rounds; round++) {
        for (const [name, port] of Object.entries(sides)) {
          const result = await publish(port, connections);
          rates[name].push(result.rate);
          waits[name].push(result.latency_ms.p50);
        }
      }
      const ratio = (peer) => rounded(median(rates.weir.map((rate, round) => rate / rates[peer][round])), 2);
      console.log(JSON.stringify({
        what: "MQTT QoS 1, messages per second", publishers: connections, window: 100, bytes: 200, rounds, seconds,
        weir: median(rates.weir), mosquitto: median(rates.mosquitto), mosquittoSubscribed: median(rates.mosquittoSubscribed),
        ratio: ratio("mosquitto"), ratioSubscribed: ratio("mosquittoSubscribed"),
        ackMs: { weir: median(waits.weir), mosquitto: median(waits.mosquitto) },
      }));
    }
    const records = await client.json("kinesis", "Kinesis_20131202.DescribeStreamSummary", { StreamName: "bench" });
    if (records.StreamDescriptionSummary.OpenShardCount !== 4) throw new Error("the stream is not what it was");
  });
} finally {
  const ended = started.map((one) => new Promise((resolve) => one.once("exit", resolve)));
  for (const one of started.reverse()) one.kill("SIGTERM");
  await Promise.all(ended);
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
