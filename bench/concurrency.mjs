// Many at once: small queries of 100 clients (each from StartQueryExecution to its rows), and twenty that each read a table whole. How many a second,
// how long each takes, and how far the slowest of equals falls behind.
import { DuckDBInstance } from "@duckdb/node-api";
import { Lake } from "./support/lake.mjs";
import { median, quantile, rounded } from "./support/weir.mjs";

const clients = Number(process.env.CLIENTS ?? 100);
const each = Number(process.env.EACH_CLIENT ?? 10);
const rows = Number(process.env.ROWS ?? 2_000_000);

const duck = await (await DuckDBInstance.create(":memory:")).connect();
await Lake.with(async (lake) => {
  await lake.table(duck, "small", "id int, name string", ["SELECT CAST(range AS INTEGER) AS id, 'name ' || range AS name FROM range(1000)"]);
  await lake.table(duck, "large", "id bigint, key int, value double", [`SELECT range AS id, CAST(hash(range) % 100000 AS INTEGER) AS key, random() AS value FROM range(${rows})`]);
  await timed("100 clients, small queries", clients, each, async (client, turn) => {
    const id = (client * 31 + turn * 7) % 1000;
    const answer = await lake.ask(`SELECT name FROM small WHERE id = ${id}`);
    if (answer[1][0] !== `name ${id}`) throw new Error(`wrong answer ${answer}`);
  });
  await timed("100 clients, SELECT 1", clients, each, () => lake.ask("SELECT 1"));
  await timed("20 clients, an aggregate of 100,000 groups", 20, 1, () => lake.ask("SELECT count(*), sum(s) FROM (SELECT key, sum(value) AS s FROM large GROUP BY key) AS t"));
});
process.exit(0);

async function timed(what, clients, turns, ask) {
  await ask(0, 0);
  const times = [];
  const started = performance.now();
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    for (let turn = 0; turn < turns; turn++) {
      const begun = performance.now();
      await ask(client, turn);
      times.push(performance.now() - begun);
    }
  }));
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({
    what, queries: times.length, perSecond: rounded(times.length / seconds), median: rounded(median(times)), p95: rounded(quantile(times, 0.95)), slowest: rounded(Math.max(...times)),
  }));
}
