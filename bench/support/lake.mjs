// Tables of Parquet that Athena reads as objects and DuckDB as the very same files, and questions asked of both in turn.
import { createReadStream, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rounded, withWeir } from "./weir.mjs";

const rounds = Number(process.env.ROUNDS ?? 5);
const output = "s3://bench-lake/results/";

export class Lake {
  constructor(client, directory, scratch) {
    Object.assign(this, { client, directory, scratch });
  }

  static async with(body) {
    const scratch = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "weir-bench-parquet-"));
    try {
      await withWeir(async ({ client, directory }) => {
        await client.send("s3", "PUT", "/bench-lake", {}, "");
        await client.query("CREATE DATABASE bench", output);
        await body(new Lake(client, directory, scratch));
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

  ask(text) {
    return this.client.query(text, output, "bench");
  }

  #objects() {
    return readdirSync(join(this.directory, "objects"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }
}

/** Prints how far Athena is above DuckDB for each query, best against best, and what is above the aim of 50 ms or 5 %. */
export async function compareAll(what, lake, duck, queries, more) {
  const read = async (text) => (await duck.runAndReadAll(text)).getRows();
  const figures = [];
  const failed = [];
  for (const query of queries) {
    const best = { athena: Infinity, duckdb: Infinity };
    try {
      const answers = { athena: (await lake.ask(query.athena)).slice(1), duckdb: await read(query.raw) };
      const difference = differs(answers.athena, answers.duckdb, query.key);
      if (difference) failed.push({ query: query.name, difference });
      for (let round = 0; round < rounds; round++) {
        for (const [side, run] of [["duckdb", () => read(query.raw)], ["athena", () => lake.ask(query.athena)]]) {
          const started = performance.now();
          await run();
          best[side] = Math.min(best[side], performance.now() - started);
        }
      }
      figures.push({ query: query.name, athena: rounded(best.athena), duckdb: rounded(best.duckdb), over: rounded(best.athena - best.duckdb) });
    } catch (error) {
      failed.push({ query: query.name, error: error.message.slice(0, 300) });
    }
  }
  const missed = figures.filter((figure) => figure.over > Math.max(50, 0.05 * figure.duckdb));
  if (process.env.EACH) console.log(figures.map((figure) => JSON.stringify(figure)).join("\n"));
  const sum = (side) => rounded(figures.reduce((total, figure) => total + figure[side], 0), 0);
  console.log(JSON.stringify({
    what: `${what} by Athena and by DuckDB on the same Parquet, milliseconds, best of ${rounds}`, queries: queries.length, megabytes: Math.round(lake.bytes / 1e6),
    athena: sum("athena"), duckdb: sum("duckdb"), worstOver: Math.max(...figures.map((figure) => figure.over)), missed, failed, ...more,
  }));
}

/** Null when the answers are the same: whole rows, or at least the column they are ordered by, where ties may come in any order. */
function differs(athena, duckdb, key) {
  if (athena.length !== duckdb.length) return `${athena.length} rows instead of ${duckdb.length}`;
  if (key === null) return null;
  const bare = (rows) => (key === undefined || duckdb.length < 2 ? rows : rows.map((row) => [row[key]]));
  const [left, right] = [bare(athena), bare(duckdb)];
  for (const [at, row] of left.entries()) {
    const other = right[at].map(text);
    if (!row.every((value, column) => same(value ?? null, other[column]))) return `row ${at}: ${JSON.stringify(row)} instead of ${JSON.stringify(other)}`;
  }
  return null;
}

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
