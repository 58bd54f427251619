// Counts one run's readings at every hop, through the public APIs.
import { GetQueryExecutionCommand, GetQueryResultsCommand, StartQueryExecutionCommand } from "@aws-sdk/client-athena";
import { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from "@aws-sdk/client-kinesis";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { athena, kinesis, s3 } from "./clients.mjs";
import { names } from "./names.mjs";

/** Readings of the run in the stream, shard by shard from the oldest record on. */
export async function inStream(run) {
  const mark = Buffer.from(`"run":"${run}"`);
  let found = 0;
  const { Shards } = await kinesis.send(new ListShardsCommand({ StreamName: names.stream }));
  for (const { ShardId } of Shards) {
    let { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ StreamName: names.stream, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
    );
    for (;;) {
      const page = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 10_000 }));
      found += page.Records.filter((record) => Buffer.from(record.Data).includes(mark)).length;
      ShardIterator = page.NextShardIterator;
      if (!ShardIterator || (page.Records.length === 0 && page.MillisBehindLatest === 0)) break;
    }
  }
  return found;
}

/** Readings of the run that the table holds, and how many of them differ. */
export async function inLake(run) {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: `SELECT count(*), count(DISTINCT concat(device, '/', cast(seq AS varchar))) FROM ${names.table} WHERE run = '${run}'`,
      QueryExecutionContext: { Database: names.database },
      ResultConfiguration: { OutputLocation: `s3://${names.reporting}/athena/` },
    }),
  );
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution.Status;
    if (State === "FAILED" || State === "CANCELLED") throw new Error(StateChangeReason);
    if (State === "SUCCEEDED") break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  const [rows, distinct] = ResultSet.Rows[1].Data.map((cell) => Number(cell.VarCharValue));
  return { rows, distinct };
}

/** What the newest report of the run says it counted, and how many reports there are. */
export async function reported(run) {
  let newest = null;
  let reports = 0;
  let ContinuationToken;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: names.reporting, Prefix: names.reportPrefix, ContinuationToken }));
    for (const { Key } of page.Contents ?? []) {
      reports++;
      if (newest === null || Key > newest) newest = Key;
    }
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  if (!newest) return { readings: 0, reports };
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: names.reporting, Key: newest }));
  const report = JSON.parse(await Body.transformToString());
  return { readings: report.run === run ? report.readings : 0, reports };
}

/** Objects of readings, and of errors, in the ingestion bucket. */
export async function objects(prefix) {
  let count = 0;
  let ContinuationToken;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: names.lake, Prefix: prefix, ContinuationToken }));
    count += page.KeyCount ?? 0;
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
  return count;
}
