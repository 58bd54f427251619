namespace Weir.Crash.Tests;

/// <summary>What the crash tests have real clients do: provision the example pipeline, publish to it, count what arrived.</summary>
internal static class PipelineScripts
{
    /// <summary>Arguments: the repository. Prints the run's id.</summary>
    public const string Provision = """
        const root = process.argv[2];
        process.env.PIPELINE_COLUMNS = JSON.stringify([
          { Name: "station", Type: "string" }, { Name: "pm25", Type: "double" }, { Name: "temp", Type: "double" }, { Name: "wind", Type: "string" } ]);
        const { provision } = await import(`file://${root}/examples/pipeline/provision.mjs`);
        console.log(JSON.stringify(await provision({ bufferSeconds: 1 })));
        process.exit(0);
        """;

    /// <summary>Publishes rows as JSON at QoS 1 over eight connections; the client library sends again what a lost connection left unacknowledged.</summary>
    public const string Publish = """
        import { createReadStream } from "node:fs";
        import { createInterface } from "node:readline";
        import mqtt from "mqtt";
        const [file, total, port] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
        const rows = [];
        for await (const line of createInterface({ input: createReadStream(file) })) rows.push(line.split(","));
        rows.shift();
        const number = (text) => (text === "NA" || text === undefined ? null : Number(text));
        const resent = new Set();
        let acknowledged = 0;
        let failed = 0;
        await Promise.all(Array.from({ length: 8 }, (_, lane) => new Promise((resolve) => {
          const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: `flood-${lane}`, clean: false, reconnectPeriod: 100, connectTimeout: 5000 });
          const flying = new Set();
          let next = lane;
          client.on("error", () => {});
          client.on("close", () => flying.forEach((seq) => resent.add(seq)));
          const pump = () => {
            while (next < total && flying.size < 200) {
              const seq = next;
              next += 8;
              const row = rows[seq % rows.length];
              flying.add(seq);
              const reading = { device: `station-${lane}`, seq, ts: new Date().toISOString().replace("T", " ").replace("Z", ""),
                station: row.at(-1)?.replaceAll('"', ""), pm25: number(row[5]), temp: number(row[11]), wind: row[15]?.replaceAll('"', "") };
              client.publish(`telemetry/station-${lane}`, JSON.stringify(reading), { qos: 1 }, (error) => {
                flying.delete(seq);
                if (error) failed++; else acknowledged++;
                if (next >= total && flying.size === 0) client.end(false, {}, resolve); else pump();
              });
            }
          };
          client.once("connect", pump);
        })));
        console.log(JSON.stringify({ acknowledged, failed, resent: [...resent] }));
        process.exit(0);
        """;

    /// <summary>Arguments: the repository, the run, how many to wait for.</summary>
    public const string Count = """
        const [root, run, total] = [process.argv[2], process.argv[3], Number(process.argv[4])];
        import { AthenaClient, StartQueryExecutionCommand, GetQueryExecutionCommand, GetQueryResultsCommand } from "@aws-sdk/client-athena";
        const athena = new AthenaClient({});
        async function rowsOf(text) {
          const { QueryExecutionId } = await athena.send(new StartQueryExecutionCommand({ QueryString: text,
            QueryExecutionContext: { Database: "telemetry" }, ResultConfiguration: { OutputLocation: "s3://weir-telemetry-reporting/athena/" } }));
          for (;;) {
            const { QueryExecution: { Status } } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
            if (Status.State === "SUCCEEDED") break;
            if (Status.State === "FAILED") throw new Error(Status.StateChangeReason);
            await new Promise((resolve) => setTimeout(resolve, 50));
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
        const until = Date.now() + 240_000;
        let rows = 0, distinct = 0, quiet = 0;
        for (;;) {
          try {
            const [[all, different]] = await rowsOf(`SELECT count(*), count(DISTINCT seq) FROM readings WHERE run = '${run}'`);
            quiet = Number(all) === rows && Number(different) >= total ? quiet + 1 : 0;
            [rows, distinct] = [Number(all), Number(different)];
          } catch (error) {
            if (Date.now() > until) throw error;
          }
          if (quiet >= 2 || Date.now() > until) break;
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }
        const doubled = (await rowsOf(`SELECT seq FROM readings WHERE run = '${run}' GROUP BY seq HAVING count(*) > 1`)).map(([seq]) => Number(seq));
        console.log(JSON.stringify({ rows, distinct, doubled }));
        process.exit(0);
        """;
}
