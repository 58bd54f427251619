// PutRecords against Weir (each answer fsynced) and kinesalite (LevelDB on disk, not synced) in turn, with the same requests from the same client, several rounds; prints the ratio of medians.
// Requests are signed once and sent again and again (a signature holds for 15 minutes), so that the client costs as little as it can.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { freePort, median, withWeir } from "./support/weir.mjs";

const rounds = Number(process.env.ROUNDS ?? 5);
const seconds = Number(process.env.SECONDS_EACH ?? 5);
const connections = Number(process.env.CONNECTIONS ?? 32);
const recordsPerCall = Number(process.env.RECORDS ?? 100);
const recordBytes = Number(process.env.RECORD_BYTES ?? 200);

const signer = new SignatureV4({
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  region: "us-east-1",
  service: "kinesis",
  sha256: Sha256,
});

async function signed(port, operation, input) {
  const body = JSON.stringify(input);
  const request = new HttpRequest({
    method: "POST",
    protocol: "http:",
    hostname: "127.0.0.1",
    port,
    path: "/",
    headers: {
      host: `127.0.0.1:${port}`,
      "content-type": "application/x-amz-json-1.1",
      "content-length": String(Buffer.byteLength(body)),
      "x-amz-target": `Kinesis_20131202.${operation}`,
    },
    body,
  });
  const { headers } = await signer.sign(request);
  return { headers, body: Buffer.from(body), port };
}

function send({ headers, body, port }, agent) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: "127.0.0.1", port, method: "POST", path: "/", headers, agent }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode, text: Buffer.concat(parts).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

async function prepare(port) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const created = await send(await signed(port, "CreateStream", { StreamName: "bench", ShardCount: 4 }), agent);
  if (created.status !== 200) throw new Error(created.text);
  for (;;) {
    const { text } = await send(await signed(port, "DescribeStreamSummary", { StreamName: "bench" }), agent);
    if (text.includes("ACTIVE")) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const calls = [];
  for (let variant = 0; variant < 16; variant++) {
    const Records = Array.from({ length: recordsPerCall }, (_, index) => ({
      PartitionKey: `device-${(variant * 31 + index) % 97}`,
      Data: Buffer.alloc(recordBytes, `${variant}-${index}-`).toString("base64"),
    }));
    calls.push(await signed(port, "PutRecords", { StreamName: "bench", Records }));
  }
  const probe = await send(calls[0], agent);
  if (probe.status !== 200 || JSON.parse(probe.text).FailedRecordCount !== 0) throw new Error(probe.text.slice(0, 500));
  return { agent, calls };
}

async function round({ agent, calls }) {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async (_, lane) => {
      for (let turn = lane; performance.now() < until; turn++) {
        const { status, text } = await send(calls[turn % calls.length], agent);
        if (status !== 200 || !text.includes('"FailedRecordCount":0')) throw new Error(text.slice(0, 300));
        done += recordsPerCall;
      }
    }),
  );
  return done / ((performance.now() - started) / 1000);
}

const peerPort = await freePort();
const directory = mkdtempSync(join(tmpdir(), "weir-bench-kinesalite-"));
const peer = spawn("node", [new URL("node_modules/kinesalite/cli.js", import.meta.url).pathname, "--port", String(peerPort), "--path", directory, "--createStreamMs", "0", "--shardLimit", "20"], {
  stdio: ["ignore", "pipe", "inherit"],
});
const peerEnded = new Promise((resolve) => peer.once("exit", resolve));
try {
  await new Promise((resolve) => peer.stdout.once("data", resolve));
  await withWeir(async ({ ports }) => {
    const sides = { weir: await prepare(ports.aws), kinesalite: await prepare(peerPort) };
    const figures = { weir: [], kinesalite: [] };
    for (const side of Object.values(sides)) await round(side); // warm-up
    for (let turn = 0; turn < rounds; turn++) {
      for (const [name, side] of Object.entries(sides)) figures[name].push(await round(side));
    }
    const ratios = figures.weir.map((value, index) => value / figures.kinesalite[index]);
    console.log(JSON.stringify({
      what: "Kinesis PutRecords, records per second",
      recordsPerCall, recordBytes, connections, rounds, seconds,
      weir: Math.round(median(figures.weir)),
      kinesalite: Math.round(median(figures.kinesalite)),
      ratio: Number(median(ratios).toFixed(1)),
    }));
  });
} finally {
  peer.kill("SIGTERM");
  await peerEnded;
  rmSync(directory, { recursive: true, force: true });
}
process.exit(0);
