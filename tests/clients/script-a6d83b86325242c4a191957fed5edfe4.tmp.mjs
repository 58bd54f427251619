import { AthenaClient, StartQueryExecutionCommand, GetQueryExecutionCommand, GetQueryResultsCommand } from "@aws-sdk/client-athena";
const [root, run, patience] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const { inStream, objects, reported } = await import(`file://${root}/examples/pipeline/check.mjs`);
const { names } = await import(`file://${root}/examples/pipeline/names.mjs`);
const athena = new AthenaClient({});
async function rowsOf(text) {
  const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand({ QueryString: text,
    QueryExecutionContext: { Database: "telemetry" }, ResultConfiguration: { OutputLocation: "s3://weir-telemetry-reporting/athena/" } }));
  for (;;) {
    const { QueryExecution: { Status } } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    if (Status.State === "SUCCEEDED") break;
    if (Status.State === "FAILED") throw new Error(Status.StateChangeReason);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const rows = [];
  let NextToken;
  do {
    const page = await athena.send(new GetQueryResultsCommand({ QueryExecutionId, NextToken }));
    rows.push(...page.ResultSet.Rows.map((row) => row.Data.map((cell) => cell.VarCharValue)));
    NextToken = page.NextToken;
  } while (NextToken);
  return rows.slice(1);
}
const stream = await inStream(run);
const until = Date.now() + patience * 1000;
let rows = 0, distinct = 0, report = 0, settled = 0, trouble = null;
while (settled < 2 && Date.now() < until) {
  try {
    [[rows, distinct]] = (await rowsOf(`SELECT count(*), count(DISTINCT seq) FROM readings WHERE run = '${run}'`)).map((row) => row.map(Number));
    report = (await reported(run)).readings;
    trouble = null;
  } catch (error) {
    trouble = error.message;
  }
  settled = rows >= stream && report >= stream ? settled + 1 : 0;
  if (settled < 2) await new Promise((resolve) => setTimeout(resolve, settled ? 1500 : 200));
}
const doubled = (await rowsOf(`SELECT seq FROM readings WHERE run = '${run}' GROUP BY seq HAVING count(*) > 1`)).map(([seq]) => Number(seq));
process.stdout.write(JSON.stringify({ stream, rows, distinct, report, doubled, errors: await objects(names.errorPrefix), trouble }), () => process.exit(0)); // all of it first: a pipe holds 64 KiB