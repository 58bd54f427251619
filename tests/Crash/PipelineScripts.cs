namespace Weir.Crash.Tests;

/// <summary>What the crash tests have real clients do: provision the example pipeline, publish to it, count what arrived.</summary>
internal static class PipelineScripts
{
    /// <summary>Arguments: the repository. Prints the run's id when the pipeline is made and at rest.</summary>
    /// <remarks>A message that died with its receiver comes back when its visibility time ends: five seconds here, for the tests' sake.</remarks>
    public const string Provision = """
        import { SQSClient, GetQueueAttributesCommand, GetQueueUrlCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
        const root = process.argv[2];
        process.env.PIPELINE_COLUMNS = JSON.stringify([
          { Name: "station", Type: "string" }, { Name: "pm25", Type: "double" }, { Name: "temp", Type: "double" }, { Name: "wind", Type: "string" } ]);
        const { provision } = await import(`file://${root}/examples/pipeline/provision.mjs`);
        const { names } = await import(`file://${root}/examples/pipeline/names.mjs`);
        const made = await provision({ bufferSeconds: 1 });
        const sqs = new SQSClient({});
        const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: names.queue }));
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "5" } }));
        for (;;) {
          const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
          if (Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible) === 0) break;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        process.stdout.write(JSON.stringify(made), () => process.exit(0)); // all of it first: a pipe holds 64 KiB
        """;

    /// <summary>
    /// Arguments: the rows, how many, the port, and perhaps a file to keep the number of acknowledged messages in.
    /// Publishes rows as JSON at QoS 1 over eight connections; the client library sends again what a lost connection left unacknowledged.
    /// </summary>
    public const string Publish = """
        import { createReadStream, renameSync, writeFileSync } from "node:fs";
        import { createInterface } from "node:readline";
        import mqtt from "mqtt";
        const [file, total, port, progress] = [process.argv[2], Number(process.argv[3]), process.argv[4], process.argv[5]];
        const rows = [];
        for await (const line of createInterface({ input: createReadStream(file) })) rows.push(line.split(","));
        rows.shift();
        const number = (text) => (text === "NA" || text === undefined ? null : Number(text));
        const resent = new Set();
        let acknowledged = 0;
        if (progress) setInterval(() => {
          writeFileSync(`${progress}.next`, `${acknowledged}`);
          renameSync(`${progress}.next`, progress);
        }, 20);
        await Promise.all(Array.from({ length: 8 }, (_, lane) => new Promise((resolve) => {
          const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: `flood-${lane}`, clean: false, reconnectPeriod: 100, connectTimeout: 5000 });
          const flying = new Set();
          let next = lane;
          client.on("error", () => {});
          client.on("close", () => flying.forEach((seq) => resent.add(seq)));
          const send = (seq) => {
            const row = rows[seq % rows.length];
            const reading = { device: `station-${lane}`, seq, ts: new Date().toISOString().replace("T", " ").replace("Z", ""),
              station: row.at(-1)?.replaceAll('"', ""), pm25: number(row[5]), temp: number(row[11]), wind: row[15]?.replaceAll('"', "") };
            client.publish(`telemetry/station-${lane}`, JSON.stringify(reading), { qos: 1 }, (error) => {
              if (error) { // a connection lost while the client was still sending its store again: what waited behind that is handed back
                resent.add(seq);
                setTimeout(send, 50, seq);
                return;
              }
              flying.delete(seq);
              acknowledged++;
              if (next >= total && flying.size === 0) client.end(false, {}, resolve); else pump();
            });
          };
          const pump = () => {
            while (next < total && flying.size < 200) {
              flying.add(next);
              send(next);
              next += 8;
            }
          };
          client.once("connect", pump);
        })));
        process.stdout.write(JSON.stringify({ acknowledged, resent: [...resent] }), () => process.exit(0)); // all of it first: a pipe holds 64 KiB
        """;

    /// <summary>
    /// Arguments: the repository, the run, how long to wait in seconds. Waits until the table holds as many rows as the stream holds records
    /// and the newest report says so, then looks once more.
    /// </summary>
    public const string Count = """
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
        """;
}
