// Athena (StartQueryExecution to rows read by GetQueryResults) and DuckDB in this process, in turn, on the very same file: SELECT 1, and an
// aggregate over 1 GB of Parquet made on the spot.
import { createReadStream, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { median, rounded, withWeir } from "./support/weir.mjs";

const rounds = Number(process.env.ROUNDS ?? 15);
const targetBytes = Number(process.env.PARQUET_BYTES ?? 1e9);
const rowBytes = 20.3; // of the table below, measured
const aggregate = (table) => `SELECT device, count(*) AS readings, avg(temperature) AS mean, max(pressure) AS highest FROM ${table} GROUP BY device ORDER BY device`;

const duck = await (await DuckDBInstance.create(":memory:")).connect();
const scratch = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "weir-bench-parquet-"));

function largestFile(directory) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => statSync(b).size - statSync(a).size)[0];
}

async function compare(what, athena, raw, more) {
  const times = { athena: [], duckdb: [] };
  for (let round = -2; round < rounds; round++) {
    for (const [side, run] of [["duckdb", raw], ["athena", athena]]) {
      const started = performance.now();
      await run();
      if (round >= 0) times[side].push(performance.now() - started);
    }
  }
  const over = times.athena.map((value, round) => value - times.duckdb[round]);
  console.log(JSON.stringify({
    what, rounds, athena: rounded(median(times.athena)), duckdb: rounded(median(times.duckdb)),
    over: rounded(median(over)), overOfBest: rounded(Math.min(...times.athena) - Math.min(...times.duckdb)), ...more,
  }));
}

try {
  await withWeir(async ({ client, directory }) => {
    await client.send("s3", "PUT", "/bench-lake", {}, "");
    const ask = (text, database) => client.query(text, "s3://bench-lake/results/", database);
    const read = async (text) => (await duck.runAndReadAll(text)).getRows();
    await compare("Athena SELECT 1 against DuckDB, milliseconds", () => ask("SELECT 1"), () => read("SELECT 1"));

    const file = join(scratch, "readings.parquet");
    await duck.run(`COPY (SELECT 'device-' || lpad((range % 500)::VARCHAR, 4, '0') AS device, range AS id, random() * 100 AS temperature, 900 + random() * 200 AS pressure
      FROM range(${Math.round(targetBytes / rowBytes)})) TO '${file}' (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 1000000)`);
    const { size } = statSync(file);
    await client.send("s3", "PUT", "/bench-lake/readings/readings.parquet", {}, createReadStream(file, { highWaterMark: 1 << 20 }), size);
    rmSync(file);
    const stored = largestFile(join(directory, "objects"));
    if (statSync(stored).size !== size) throw new Error("the stored object was not found");
    await ask("CREATE DATABASE bench");
    await ask("CREATE EXTERNAL TABLE bench.readings (device string, id bigint, temperature double, pressure double) STORED AS PARQUET LOCATION 's3://bench-lake/readings/'");
    const rows = await ask(aggregate("readings"), "bench");
    const expected = await read(aggregate(`read_parquet('${stored}')`));
    if (rows.length !== 501 || expected.length !== 500 || Number(rows[1][1]) !== Number(expected[0][1])) throw new Error("the answers differ");
    await compare("Athena aggregate over 1 GB of Parquet against DuckDB, milliseconds", () => ask(aggregate("readings"), "bench"),
      () => read(aggregate(`read_parquet('${stored}')`)), { megabytes: Math.round(size / 1e6) });
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(0);
