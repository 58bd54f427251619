// From a publish over MQTT to its row in an Athena result: rule, stream, Firehose with no buffering time (Parquet), lake, query. One message at a
// time; after its acknowledgement the same query is asked again and again until the row is there.
import mqtt from "mqtt";
import { median, quantile, sleep, withWeir } from "./support/weir.mjs";

const samples = Number(process.env.SAMPLES ?? 60);
const format = process.env.FORMAT ?? "parquet";

await withWeir(async ({ ports, client }) => {
  const ruleRole = await client.role("bench-rule", "iot.amazonaws.com", ["kinesis:*"]);
  const firehoseRole = await client.role("bench-firehose", "firehose.amazonaws.com", ["kinesis:*", "s3:*", "glue:*"]);
  const streamArn = await client.stream("bench", 1);
  await client.send("s3", "PUT", "/bench-lake", {}, "");
  const ask = (text) => client.query(text, "s3://bench-lake/results/", "bench");
  await ask("CREATE DATABASE bench");
  await ask(`CREATE EXTERNAL TABLE bench.readings (id bigint, temperature double) ${
    format === "parquet" ? "STORED AS PARQUET" : "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'"} LOCATION 's3://bench-lake/readings/'`);
  await client.json("firehose", "Firehose_20150804.CreateDeliveryStream", {
    DeliveryStreamName: "bench", DeliveryStreamType: "KinesisStreamAsSource",
    KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: firehoseRole },
    ExtendedS3DestinationConfiguration: {
      RoleARN: firehoseRole, BucketARN: "arn:aws:s3:::bench-lake", Prefix: "readings/", ErrorOutputPrefix: "errors/",
      BufferingHints: { IntervalInSeconds: 0, SizeInMBs: 64 },
      ...(format === "parquet" ? {
        DataFormatConversionConfiguration: {
          Enabled: true,
          InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
          OutputFormatConfiguration: { Serializer: { ParquetSerDe: {} } },
          SchemaConfiguration: { DatabaseName: "bench", TableName: "readings", RoleARN: firehoseRole, Region: "us-east-1" },
        },
      } : {}),
    },
  });
  for (;;) {
    const { DeliveryStreamDescription: now } = await client.json("firehose", "Firehose_20150804.DescribeDeliveryStream", { DeliveryStreamName: "bench" });
    if (now.DeliveryStreamStatus === "ACTIVE") break;
    await sleep(50);
  }
  await client.rest("iot", "POST", "/rules/bench", {
    sql: "SELECT id, temperature FROM 'bench/+/telemetry'", awsIotSqlVersion: "2016-03-23", ruleDisabled: false,
    actions: [{ kinesis: { roleArn: ruleRole, streamName: "bench", partitionKey: "${topic(2)}" } }],
  });
  const device = await mqtt.connectAsync(`mqtt://127.0.0.1:${ports.mqtt}`, { clientId: "bench" });
  const acked = [];
  const visible = [];
  const queries = [];
  const alone = [];
  for (let sample = 0; sample < samples + 3; sample++) {
    const started = performance.now();
    await device.publishAsync("bench/d1/telemetry", JSON.stringify({ id: sample, temperature: 20 + sample / 10 }), { qos: 1 });
    const ack = performance.now() - started;
    let asked = 0;
    let query;
    for (;;) {
      const asking = performance.now();
      const rows = await ask(`SELECT temperature FROM readings WHERE id = ${sample}`);
      query = performance.now() - asking;
      asked++;
      if (rows.length === 2) break;
      if (performance.now() - started > 60_000) throw new Error("the message was not seen for a minute");
    }
    if (sample < 3) continue; // warm-up
    visible.push(performance.now() - started);
    acked.push(ack);
    queries.push(asked);
    alone.push(query);
  }
  await device.endAsync();
  console.log(JSON.stringify({
    what: "publish to visible in an Athena result, milliseconds", format, samples,
    median: Math.round(median(visible)), p95: Math.round(quantile(visible, 0.95)),
    range: [Math.round(Math.min(...visible)), Math.round(Math.max(...visible))],
    ackMedian: Math.round(median(acked)), queryMedian: Math.round(median(alone)), queriesAsked: median(queries),
  }));
});
process.exit(0);
