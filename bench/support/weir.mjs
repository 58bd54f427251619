// What the benchmarks share: a server of their own on free ports, signed requests, and how figures are told.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

export const median = (values) => quantile(values, 0.5);

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export const rounded = (value, digits = 1) => Number(value.toFixed(digits));

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs the body with a server that is gone, with its data, when the body ends. */
export async function withWeir(body) {
  const directory = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "weir-bench-"));
  const ports = ["--port", "--mqtt-port", "--mqtts-port"].flatMap((flag) => [flag, "0"]);
  const log = process.env.WEIR_BENCH_LOG ?? "error";
  const server = spawn(process.env.WEIR_PROGRAM, ["serve", "--data-dir", directory, "--log-level", log, ...ports], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => server.once("exit", resolve).once("error", resolve));
  try {
    const ready = await Promise.race([
      new Promise((resolve) => server.stdout.once("data", (data) => resolve(JSON.parse(data.toString())))),
      ended.then(() => { throw new Error("the server did not start"); }),
    ]);
    return await body({ ports: ready.ports, directory, process: server, client: new Client(ready.ports.aws) });
  } finally {
    server.kill("SIGTERM");
    await ended;
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Signed calls of the AWS APIs with as little between the caller and the wire as can be. */
export class Client {
  constructor(port) {
    this.port = port;
    this.agent = new http.Agent({ keepAlive: true });
    this.signers = new Map();
  }

  json(service, target, input, version = "1.1") {
    const headers = { "content-type": `application/x-amz-json-${version}`, "x-amz-target": target };
    return this.send(service, "POST", "/", headers, JSON.stringify(input)).then((text) => (text ? JSON.parse(text) : {}));
  }

  form(service, fields) {
    return this.send(service, "POST", "/", { "content-type": "application/x-www-form-urlencoded" }, new URLSearchParams(fields).toString());
  }

  rest(service, method, path, input) {
    return this.send(service, method, path, { "content-type": "application/json" }, input ? JSON.stringify(input) : "");
  }

  /** A stream as body needs its length in bytes, and is not hashed. */
  async send(service, method, path, headers, body, bytes = Buffer.byteLength(body)) {
    if (!this.signers.has(service)) {
      this.signers.set(service, new SignatureV4({
        credentials: { accessKeyId: "test", secretAccessKey: "test" }, region: "us-east-1", service, sha256: Sha256, uriEscapePath: service !== "s3",
      }));
    }
    const isStream = typeof body !== "string";
    const request = new HttpRequest({
      method, protocol: "http:", hostname: "127.0.0.1", port: this.port, path,
      headers: {
        ...headers, host: `127.0.0.1:${this.port}`, "content-length": String(bytes),
        ...(isStream ? { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" } : {}),
      },
      ...(isStream ? {} : { body }),
    });
    const signed = await this.signers.get(service).sign(request);
    return await new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: this.port, method, path, headers: signed.headers, agent: this.agent };
      const sent = http.request(options, (response) => {
        const parts = [];
        response.on("data", (part) => parts.push(part));
        response.on("end", () => {
          const text = Buffer.concat(parts).toString();
          if (response.statusCode < 300) resolve(text);
          else reject(new Error(`${service} ${path} ${headers["x-amz-target"] ?? ""}: ${response.statusCode} ${text.slice(0, 500)}`));
        });
      });
      sent.on("error", reject);
      if (isStream) body.pipe(sent);
      else sent.end(body);
    });
  }

  /** A role that a service may take, with what it may do. */
  async role(name, service, actions) {
    const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] };
    const policy = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] };
    await this.form("iam", { Action: "CreateRole", Version: "2010-05-08", RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) });
    await this.form("iam", {
      Action: "PutRolePolicy", Version: "2010-05-08", RoleName: name, PolicyName: "all", PolicyDocument: JSON.stringify(policy),
    });
    return `arn:aws:iam::000000000000:role/${name}`;
  }

  async stream(name, shards) {
    await this.json("kinesis", "Kinesis_20131202.CreateStream", { StreamName: name, ShardCount: shards });
    for (;;) {
      const { StreamDescriptionSummary: found } = await this.json("kinesis", "Kinesis_20131202.DescribeStreamSummary", { StreamName: name });
      if (found.StreamStatus === "ACTIVE") return found.StreamARN;
      await sleep(50);
    }
  }

  athena(operation, input) {
    return this.json("athena", `AmazonAthena.${operation}`, input);
  }

  /** Runs a statement to its rows (header included), polling as often as the answers come: each waits a moment for the query's end. */
  async query(text, output, database, pagesMax = 1) {
    const { QueryExecutionId } = await this.athena("StartQueryExecution", {
      QueryString: text, ResultConfiguration: { OutputLocation: output }, ...(database ? { QueryExecutionContext: { Database: database } } : {}),
    });
    for (;;) {
      const { QueryExecution: now } = await this.athena("GetQueryExecution", { QueryExecutionId });
      if (now.Status.State === "SUCCEEDED") break;
      if (now.Status.State === "FAILED" || now.Status.State === "CANCELLED") throw new Error(now.Status.StateChangeReason);
      await sleep(2);
    }
    const rows = [];
    for (let page = 0, next; page < pagesMax && (page === 0 || next); page++) {
      const { ResultSet, NextToken } = await this.athena("GetQueryResults", { QueryExecutionId, ...(next ? { NextToken: next } : {}) });
      for (const row of ResultSet.Rows) rows.push(row.Data.map((cell) => cell.VarCharValue));
      next = NextToken;
    }
    return rows;
  }
}
