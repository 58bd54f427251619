// A table with 100,000 partitions and 1,000,000 objects: GetPartitions with an expression (a range, a scan of keys, an index), and Athena queries
// of few of them, of many, and the plan of all.
// Each figure beside the server's resident memory before and after.
import { readFileSync } from "node:fs";
import { median, rounded, sleep, withWeir } from "./support/weir.mjs";

const rounds = Number(process.env.ROUNDS ?? 7);
const days = Number(process.env.DAYS ?? 4167); // with 24 hours each: 100,008 partitions
const objects = Number(process.env.OBJECTS ?? 10); // a partition; copies of one row, so that the bytes are not what is measured
const date = (day) => new Date(Date.UTC(2014, 0, 1 + day)).toISOString().slice(0, 10);

await withWeir(async ({ client, process: server }) => {
  const glue = (operation, input) => client.json("glue", `AWSGlue.${operation}`, input);
  const resident = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) >> 10;
  // Processor time of the server: what a busy machine changes least.
  const spent = () => readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
  const columns = [{ Name: "id", Type: "bigint" }, { Name: "v", Type: "double" }];
  const storage = (location) => ({
    Columns: columns, Location: location, InputFormat: "org.apache.hadoop.mapred.TextInputFormat",
    OutputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
    SerdeInfo: { SerializationLibrary: "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe", Parameters: { "field.delim": "," } },
  });
  await client.send("s3", "PUT", "/bench-lake", {}, "");
  await glue("CreateDatabase", { DatabaseInput: { Name: "bench" } });
  const keys = [{ Name: "day", Type: "string" }, { Name: "hour", Type: "int" }];
  await glue("CreateTable", { DatabaseName: "bench", TableInput: { Name: "t", PartitionKeys: keys, StorageDescriptor: storage("s3://bench-lake/t/") } });
  const inputs = Array.from({ length: days * 24 }, (_, at) => [date(Math.floor(at / 24)), String(at % 24)])
    .map((Values) => ({ Values, StorageDescriptor: storage(`s3://bench-lake/t/${Values[0]}/${Values[1]}/`) }));
  const started = performance.now();
  for (let at = 0; at < inputs.length; at += 800) {
    const batches = Array.from({ length: 8 }, (_, batch) => inputs.slice(at + batch * 100, at + batch * 100 + 100)).filter((batch) => batch.length > 0);
    await Promise.all(batches.map((batch) => glue("BatchCreatePartition", { DatabaseName: "bench", TableName: "t", PartitionInputList: batch })));
  }
  console.log(JSON.stringify({ what: "partitions made a second", partitions: inputs.length, rate: Math.round(inputs.length / ((performance.now() - started) / 1000)) }));
  const wanted = date(days - 10);
  await client.send("s3", "PUT", "/bench-lake/one-row.csv", {}, "1,2.5\n");
  const copying = performance.now();
  let next = 0;
  const copies = inputs.length * objects;
  await Promise.all(Array.from({ length: 64 }, async () => {
    while (next < copies) {
      const at = next++;
      const [day, hour] = inputs[Math.floor(at / objects)].Values;
      await client.send("s3", "PUT", `/bench-lake/t/${day}/${hour}/${at % objects}.csv`, { "x-amz-copy-source": "/bench-lake/one-row.csv" }, "");
    }
  }));
  console.log(JSON.stringify({ what: "objects copied a second", objects: copies, rate: Math.round(copies / ((performance.now() - copying) / 1000)) }));

  async function all(Expression) {
    const found = [];
    let NextToken;
    do {
      const page = await glue("GetPartitions", { DatabaseName: "bench", TableName: "t", Expression, NextToken, ExcludeColumnSchema: true });
      found.push(...page.Partitions);
      NextToken = page.NextToken;
    } while (NextToken);
    return found.length;
  }

  async function measure(what, count, run) {
    const times = [];
    const before = resident();
    let cpu = 0;
    for (let round = -1; round < rounds; round++) {
      const start = performance.now();
      cpu = round === 0 ? spent() : cpu;
      const found = await run();
      if (found !== count) throw new Error(`${what}: ${found} instead of ${count}`);
      if (round >= 0) times.push(performance.now() - start);
    }
    console.log(JSON.stringify({ what, rounds, ms: rounded(median(times)), worst: rounded(Math.max(...times)), cpu: rounded((spent() - cpu) / rounds), residentBefore: before, residentAfter: resident() }));
  }

  await measure("GetPartitions, day = … AND hour = 7 (a range)", 1, () => all(`day = '${wanted}' AND hour = 7`));
  await measure("GetPartitions, day LIKE '2020-01-%' AND hour = 7 (all keys looked at)", 31, () => all("day LIKE '2020-01-%' AND hour = 7"));
  await measure("GetPartitions, hour BETWEEN 7 AND 7 AND day < '2014-02-01' OR day = 'x' (all keys looked at)", 31,
    () => all("hour BETWEEN 7 AND 7 AND day < '2014-02-01' OR day = 'x'"));
  await measure("GetPartitions, all, 1,000 a page", inputs.length, () => all(undefined));
  await glue("CreatePartitionIndex", { DatabaseName: "bench", TableName: "t", PartitionIndex: { IndexName: "i", Keys: ["hour"] } });
  const filling = performance.now();
  while ((await glue("GetPartitionIndexes", { DatabaseName: "bench", TableName: "t" })).PartitionIndexDescriptorList[0].IndexStatus !== "ACTIVE") await sleep(20);
  console.log(JSON.stringify({ what: "index over hour filled, milliseconds", ms: rounded(performance.now() - filling) }));
  await measure("GetPartitions, day LIKE '2020-01-%' AND hour = 7 (an index)", 31, () => all("day LIKE '2020-01-%' AND hour = 7"));
  const athena = async (text) => Number((await client.query(text, "s3://bench-lake/results/", "bench"))[1][0]);
  await measure("Athena SELECT 1", 1, () => athena("SELECT 1"));
  await measure("Athena, one partition of the table", objects, () => athena(`SELECT count(*) FROM t WHERE day = '${wanted}' AND hour = 7`));
  await measure("Athena, by a function of a partition column", 2 * objects,
    () => athena(`SELECT count(*) FROM t WHERE substr(day, 1, 10) = '${wanted}' AND hour IN (7, 8)`));
  await measure("Athena, by any condition over the partition columns", objects,
    () => athena(`SELECT count(*) FROM t WHERE date_diff('day', date(day), date '${wanted}') = 0 AND regexp_like(CAST(hour AS varchar), '^7$')`));
  await client.send("s3", "PUT", "/bench-lake/few/few.csv", {}, `${wanted},7\n${wanted},8\n`);
  const fewColumns = [{ Name: "day", Type: "string" }, { Name: "hour", Type: "int" }];
  await glue("CreateTable", { DatabaseName: "bench", TableInput: { Name: "few", StorageDescriptor: { ...storage("s3://bench-lake/few/"), Columns: fewColumns } } });
  await measure("Athena, joined with a small table by the partition columns", 2 * objects,
    () => athena("SELECT count(*) FROM t JOIN few ON t.day = few.day AND t.hour = few.hour"));
  await measure("Athena, a month of the table", 28 * 24 * objects, () => athena("SELECT count(*) FROM t WHERE day LIKE '2014-02-%'"));
  await measure("Athena, the plan of all of it (EXPLAIN)", 1, async () => (await client.query("EXPLAIN SELECT count(*) FROM t", "s3://bench-lake/results/", "bench")).length > 0 ? 1 : 0);
});
