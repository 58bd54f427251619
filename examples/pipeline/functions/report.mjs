// The last hop but one: an S3 event (through SQS) makes the new partitions known, asks Athena, and writes the report.
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from "@aws-sdk/client-athena";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";

const athena = new AthenaClient({});
const s3 = new S3Client({ forcePathStyle: true });
const { DATABASE, TABLE, LAKE, REPORTING, REPORT_PREFIX, QUERY, RUN } = process.env;
const known = new Set();

export const handler = async (event) => {
  const partitions = new Map();
  let objects = 0;
  for (const message of event.Records) {
    const body = JSON.parse(message.body);
    for (const record of body.Records ?? []) {
      const key = decodeURIComponent(record.s3.object.key.replaceAll("+", " "));
      const match = /^(.*?date=([^/]+)\/hour=([^/]+)\/)/.exec(key);
      objects++;
      if (match && !known.has(match[1])) partitions.set(match[1], [match[2], match[3]]);
    }
  }
  if (objects === 0) return; // the test event that S3 sends when notifications are set up

  for (const [path, [date, hour]] of partitions) {
    await query(
      `ALTER TABLE ${TABLE} ADD IF NOT EXISTS PARTITION (\`date\` = '${date}', \`hour\` = '${hour}') LOCATION 's3://${LAKE}/${path}'`,
    );
    known.add(path);
  }

  // Of reports made at the same time, the one that began last has counted everything: its name is the last too.
  const now = new Date().toISOString();
  const total = await query(`SELECT count(*) AS readings, count(DISTINCT device) AS devices FROM ${TABLE} WHERE run = '${RUN}'`);
  const { columns, rows } = await query(QUERY);
  await s3.send(
    new PutObjectCommand({
      Bucket: REPORTING,
      Key: `${REPORT_PREFIX}${now.replaceAll(":", "-")}.json`,
      ContentType: "application/json",
      Body: JSON.stringify({
        run: RUN,
        generatedAt: now,
        objects,
        readings: Number(total.rows[0][0]),
        devices: Number(total.rows[0][1]),
        columns,
        rows,
      }),
    }),
  );
};

async function query(text) {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: text,
      QueryExecutionContext: { Database: DATABASE },
      ResultConfiguration: { OutputLocation: `s3://${REPORTING}/athena/` },
    }),
  );
  for (let wait = 5; ; wait = Math.min(wait * 2, 200)) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution.Status;
    if (State === "SUCCEEDED") break;
    if (State === "FAILED" || State === "CANCELLED") throw new Error(`${State}: ${StateChangeReason}\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }

  const rows = [];
  let columns = [];
  let NextToken;
  do {
    const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
    columns = page.ResultSet.ResultSetMetadata.ColumnInfo.map((column) => column.Name);
    rows.push(...page.ResultSet.Rows.map((row) => row.Data.map((cell) => cell.VarCharValue ?? null)));
    NextToken = page.NextToken;
  } while (NextToken);
  return { columns, rows: /^\s*(select|with)/i.test(text) ? rows.slice(1) : rows };
}
