// Tables of Parquet that Athena reads as objects and DuckDB as the very same files, and questions asked of both in turn.
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rounded, withWeir } from "./weir.mjs";

const rounds = Number(process.env.ROUNDS ?? 5);
const output = "s3://bench-lake/results/";

export class Lake {
  constructor(client, directory, scratch, server) {
    Object.assign(this, { client, directory, scratch, server });
  }

  static async with(body) {
    const scratch = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "weir-bench-parquet-"));
    try {
      await withWeir(async ({ client, directory, process: server }) => {
        await client.send("s3", "PUT", "/bench-lake", {}, "");
        await client.query("CREATE DATABASE bench", output);
        await body(new Lake(client, directory, scratch, server));
      });
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }

  /** One object for each query; a view in DuckDB reads what the store made of them. */
  async table(duck, name, columns, queries) {
    const stored = [];
    for (const [at, query] of queries.entries()) {
      const file = join(this.scratch, `${name}-${at}.parquet`);
      await duck.run(`COPY (${query}) TO '${file}' (FORMAT parquet, COMPRESSION zstd)`);
      const before = new Set(this.#objects());
      await this.client.send("s3", "PUT", `/bench-lake/${name}/${at}.parquet`, {}, createReadStream(file, { highWaterMark: 1 << 20 }), statSync(file).size);
      stored.push(this.#objects().find((path) => !before.has(path) && statSync(path).size === statSync(file).size));
      rmSync(file);
    }
    if (stored.includes(undefined)) throw new Error("a stored object was not found");
    await this.ask(`CREATE EXTERNAL TABLE ${name} (${columns}) STORED AS PARQUET LOCATION 's3://bench-lake/${name}/'`);
    await duck.run(`CREATE VIEW ${name} AS SELECT * FROM read_parquet([${stored.map((path) => `'${path}'`).join(", ")}])`);
    this.bytes = (this.bytes ?? 0) + stored.reduce((sum, path) => sum + statSync(path).size, 0);
  }

  ask(text, pagesMax) {
    return this.client.query(text, output, "bench", pagesMax);
  }

  /** Milliseconds of processor time the server has used; on a busy machine the fairer measure. */
  cpu() {
    const fields = readFileSync(`/proc/${this.server.pid}/stat`, "utf8").split(") ")[1].split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  }

  #objects() {
    return readdirSync(join(this.directory, "objects"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }
}

/**
 * Prints how far Athena is above DuckDB for each query, best against best to the first page of rows, and what is above the aim of 50 ms or 5 %.
 * Before that all rows of both are compared. ONLY names the queries to ask.
 */
export async function compareAll(what, lake, duck, all, more) {
  const only = process.env.ONLY?.split(",");
  const queries = all.filter((query) => !only || only.includes(query.name));
  const read = async (text) => (await duck.runAndReadAll(text)).getRows();
  const figures = [];
  const failed = [];
  for (const query of queries) {
    const best = { athena: Infinity, duckdb: Infinity };
    const cpu = { athena: 0, duckdb: 0 };
    const used = { athena: () => lake.cpu(), duckdb: () => Object.values(process.cpuUsage()).reduce((sum, micros) => sum + micros / 1000, 0) };
    try {
      const athena = (await lake.ask(query.athena, Infinity)).slice(1).map((row) => row.map((value) => value ?? null));
      const duckdb = (await read(query.raw)).map((row) => row.map(text));
      const difference = query.orderedBy
        ? await differsInTies(athena, duckdb, query.orderedBy, async () => (await read(query.raw.replace(/\bLIMIT\s+\d+\s*$/i, ""))).map((row) => row.map(text)))
        : differs(athena, duckdb, query.key);
      if (difference) failed.push({ query: query.name, difference });
      for (let round = 0; round < rounds; round++) {
        for (const [side, run] of [["duckdb", () => read(query.raw)], ["athena", () => lake.ask(query.athena)]]) {
          const [started, before] = [performance.now(), used[side]()];
          await run();
          best[side] = Math.min(best[side], performance.now() - started);
          cpu[side] += (used[side]() - before) / rounds;
        }
      }
      figures.push({ query: query.name, athena: rounded(best.athena), duckdb: rounded(best.duckdb), over: rounded(best.athena - best.duckdb), cpu: { athena: rounded(cpu.athena, 0), duckdb: rounded(cpu.duckdb, 0) } });
    } catch (error) {
      failed.push({ query: query.name, error: error.message.slice(0, 300) });
    }
  }
  const missed = figures.filter((figure) => figure.over > Math.max(50, 0.05 * figure.duckdb));
  if (process.env.EACH) console.log(figures.map((figure) => JSON.stringify(figure)).join("\n"));
  const sum = (side) => rounded(figures.reduce((total, figure) => total + figure[side], 0), 0);
  console.log(JSON.stringify({
    what: `${what} by Athena and by DuckDB on the same Parquet, milliseconds, best of ${rounds}`, queries: queries.length, megabytes: Math.round(lake.bytes / 1e6),
    equal: queries.length - failed.length, athena: sum("athena"), duckdb: sum("duckdb"), worstOver: Math.max(...figures.map((figure) => figure.over)), missed, failed, ...more,
  }));
}

/** Null when the answers are the same: whole rows, or at least the column they are ordered by, where ties may come in any order. */
function differs(athena, duckdb, key) {
  if (athena.length !== duckdb.length) return `${athena.length} rows instead of ${duckdb.length}`;
  if (key === null) return null;
  return firstDifference(...[athena, duckdb].map((rows) => (key === undefined || rows.length < 2 ? rows : rows.map((row) => [row[key]]))));
}

/**
 * Null when the answers are the same but for the order of ties, and for which of the tied rows a LIMIT kept: the columns they are ordered by agree row by row,
 * and each row is one of the answer without the LIMIT, no row oftener than there.
 */
async function differsInTies(athena, duckdb, columns, unlimited) {
  if (athena.length !== duckdb.length) return `${athena.length} rows instead of ${duckdb.length}`;
  const key = (rows) => rows.map((row) => columns.map((column) => row[column]));
  const difference = firstDifference(key(athena), key(duckdb));
  if (difference) return difference;
  if (!firstDifference(sorted(athena), sorted(duckdb))) return null;
  const left = new Map();
  for (const row of await unlimited()) left.set(canonical(row), (left.get(canonical(row)) ?? 0) + 1);
  for (const row of athena) {
    const count = left.get(canonical(row)) ?? 0;
    if (count === 0) return `${JSON.stringify(row)} is not among the rows`;
    left.set(canonical(row), count - 1);
  }
  return null;
}

function firstDifference(left, right) {
  for (const [at, row] of left.entries()) {
    if (!row.every((value, column) => same(value, right[at][column]))) return `row ${at}: ${JSON.stringify(row)} instead of ${JSON.stringify(right[at])}`;
  }
  return null;
}

const sorted = (rows) => [...rows].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1));

/** The row as a text in which a number has one form only. */
const canonical = (row) => JSON.stringify(row.map((value) => (value !== null && /^-?\d+(\.\d+)?$/.test(value) ? Number(value).toPrecision(12) : value)));

function same(value, other) {
  if (value === other) return true;
  if (value === null || other === null) return false;
  const [left, right] = [Number(value), Number(other)];
  const digits = /^-?\d+\.(\d+)$/.exec(value)?.[1].length ?? 0; // an average of decimals has their digits, DuckDB's is a double
  return Number.isFinite(left) && Number.isFinite(right)
    ? Math.abs(left - right) <= Math.max(1e-9 * Math.abs(right), digits > 0 && digits < 10 ? 0.51 * 10 ** -digits : 1e-9)
    : value.replace(/\.000$/, "") === other.replace(/\.0+$/, "");
}

function text(value) {
  if (value === null) return null;
  return typeof value === "object" ? value.toString() : String(value);
}
