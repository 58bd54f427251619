// Makes the whole pipeline through the public AWS APIs. Each step can be run again: what exists is left or replaced.
import { randomBytes } from "node:crypto";
import { CreateDatabaseCommand, CreateTableCommand, DeleteTableCommand } from "@aws-sdk/client-glue";
import { AttachRolePolicyCommand, CreateRoleCommand, GetRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateTopicRuleCommand, ReplaceTopicRuleCommand } from "@aws-sdk/client-iot";
import { CreateStreamCommand, DescribeStreamSummaryCommand, waitUntilStreamExists } from "@aws-sdk/client-kinesis";
import { CreateDeliveryStreamCommand, DeleteDeliveryStreamCommand, DescribeDeliveryStreamCommand } from "@aws-sdk/client-firehose";
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { build } from "esbuild";
import { firehose, glue, iam, iot, kinesis, lambda, s3, sqs } from "./clients.mjs";
import { names } from "./names.mjs";
import { dashboard, query } from "./queries.mjs";
import { columns, partitionKeys } from "./schema.mjs";
import { zip } from "./zip.mjs";

const here = new URL(".", import.meta.url).pathname;

/** Runs a step that may find its thing made already. */
async function unlessThere(step, ...codes) {
  try {
    return await step();
  } catch (error) {
    if (codes.includes(error.name)) return null;
    throw error;
  }
}

/** @returns {Promise<{run: string}>} the id that marks this run's readings */
export async function provision({ bufferSeconds = 5, shards = 2, progress = () => {} } = {}) {
  const run = randomBytes(6).toString("hex");

  progress("role");
  const roleArn = await makeRole();

  progress("buckets");
  await unlessThere(() => s3.send(new CreateBucketCommand({ Bucket: names.lake })), "BucketAlreadyOwnedByYou");
  await unlessThere(() => s3.send(new CreateBucketCommand({ Bucket: names.reporting })), "BucketAlreadyOwnedByYou");

  progress("catalog");
  await unlessThere(() => glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: names.database } })), "AlreadyExistsException");
  await unlessThere(() => glue.send(new DeleteTableCommand({ DatabaseName: names.database, Name: names.table })), "EntityNotFoundException");
  await glue.send(new CreateTableCommand({ DatabaseName: names.database, TableInput: tableInput() }));

  progress("functions");
  const transformArn = await makeFunction(names.transform, "clean", roleArn, { Timeout: 60, MemorySize: 256 });
  const reportArn = await makeFunction(names.report, "report", roleArn, {
    Timeout: 120,
    MemorySize: 512,
    Environment: {
      Variables: {
        DATABASE: names.database,
        TABLE: names.table,
        LAKE: names.lake,
        REPORTING: names.reporting,
        REPORT_PREFIX: names.reportPrefix,
        QUERY: query(run),
        RUN: run,
      },
    },
  });

  progress("queue");
  const queueArn = await makeQueue();
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: names.lake,
      NotificationConfiguration: {
        QueueConfigurations: [
          {
            QueueArn: queueArn,
            Events: ["s3:ObjectCreated:*"],
            Filter: { Key: { FilterRules: [{ Name: "prefix", Value: names.dataPrefix }] } },
          },
        ],
      },
    }),
  );
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName: names.report }));
  if (!EventSourceMappings?.length) {
    await lambda.send(new CreateEventSourceMappingCommand({ FunctionName: reportArn, EventSourceArn: queueArn, BatchSize: 10 }));
  }

  progress("stream");
  await unlessThere(() => kinesis.send(new CreateStreamCommand({ StreamName: names.stream, ShardCount: shards })), "ResourceInUseException");
  await waitUntilStreamExists({ client: kinesis, maxWaitTime: 30 }, { StreamName: names.stream });
  const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName: names.stream }));

  progress("delivery");
  await makeDelivery(StreamDescriptionSummary.StreamARN, transformArn, roleArn, bufferSeconds);

  progress("rule");
  const topicRulePayload = {
    sql: `SELECT *, '${run}' AS run FROM '${names.topic}/+'`,
    awsIotSqlVersion: "2016-03-23",
    actions: [{ kinesis: { roleArn, streamName: names.stream, partitionKey: "${topic()}" } }],
    errorAction: { s3: { roleArn, bucketName: names.lake, key: `${names.errorPrefix}rule/\${newuuid()}` } },
  };
  const made = await unlessThere(
    () => iot.send(new CreateTopicRuleCommand({ ruleName: names.rule, topicRulePayload })),
    "ResourceAlreadyExistsException",
  );
  if (!made) await iot.send(new ReplaceTopicRuleCommand({ ruleName: names.rule, topicRulePayload }));

  progress("dashboard");
  await putDashboard();
  return { run };
}

async function makeRole() {
  const services = ["lambda", "firehose", "iot"].map((service) => `${service}.amazonaws.com`);
  await unlessThere(
    () =>
      iam.send(
        new CreateRoleCommand({
          RoleName: names.role,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Principal: { Service: services }, Action: "sts:AssumeRole" }],
          }),
        }),
      ),
    "EntityAlreadyExistsException",
    "EntityAlreadyExists",
  );
  const allow = (Action, Resource) => ({ Effect: "Allow", Action, Resource });
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: names.role,
      PolicyName: "pipeline",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          allow(["kinesis:*"], `arn:aws:kinesis:*:*:stream/${names.stream}`),
          allow(["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"], `arn:aws:lambda:*:*:function:${names.prefix}-*`),
          allow(["s3:*"], [names.lake, names.reporting].flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`])),
          allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ChangeMessageVisibility"], `arn:aws:sqs:*:*:${names.queue}`),
          allow(["glue:Get*", "glue:BatchGet*", "glue:CreatePartition", "glue:BatchCreatePartition"], "*"),
          allow(["athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults"], "*"),
        ],
      }),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({ RoleName: names.role, PolicyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" }),
  );
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: names.role }));
  return Role.Arn;
}

function tableInput() {
  return {
    Name: names.table,
    TableType: "EXTERNAL_TABLE",
    PartitionKeys: partitionKeys,
    Parameters: { classification: "parquet", EXTERNAL: "TRUE" },
    StorageDescriptor: {
      Columns: columns,
      Location: `s3://${names.lake}/${names.dataPrefix}`,
      InputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
      OutputFormat: "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
      SerdeInfo: { SerializationLibrary: "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe" },
    },
  };
}

async function makeFunction(name, file, role, configuration) {
  const bundled = await build({
    entryPoints: [`${here}functions/${file}.mjs`],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    write: false,
    logLevel: "error",
  });
  await unlessThere(() => lambda.send(new DeleteFunctionCommand({ FunctionName: name })), "ResourceNotFoundException");
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs20.x",
      Handler: "index.handler",
      Role: role,
      Code: { ZipFile: zip([{ name: "index.js", data: Buffer.from(bundled.outputFiles[0].contents) }]) },
      ...configuration,
    }),
  );
  return FunctionArn;
}

async function makeQueue() {
  const attributes = async (QueueUrl) =>
    (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }))).Attributes.QueueArn;
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: names.deadLetters }));
  const queue = await sqs.send(new CreateQueueCommand({ QueueName: names.queue }));
  const queueArn = await attributes(queue.QueueUrl);
  await sqs.send(
    new SetQueueAttributesCommand({
      QueueUrl: queue.QueueUrl,
      Attributes: {
        VisibilityTimeout: "180",
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn: await attributes(dead.QueueUrl), maxReceiveCount: 5 }),
        Policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { Service: "s3.amazonaws.com" },
              Action: "sqs:SendMessage",
              Resource: queueArn,
              Condition: { ArnLike: { "aws:SourceArn": `arn:aws:s3:::${names.lake}` } },
            },
          ],
        }),
      },
    }),
  );
  return queueArn;
}

async function makeDelivery(streamArn, transformArn, role, bufferSeconds) {
  const gone = async () => {
    const there = await unlessThere(
      () => firehose.send(new DescribeDeliveryStreamCommand({ DeliveryStreamName: names.delivery })),
      "ResourceNotFoundException",
    );
    return !there;
  };
  if (!(await gone())) {
    await firehose.send(new DeleteDeliveryStreamCommand({ DeliveryStreamName: names.delivery }));
    while (!(await gone())) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await firehose.send(
    new CreateDeliveryStreamCommand({
      DeliveryStreamName: names.delivery,
      DeliveryStreamType: "KinesisStreamAsSource",
      KinesisStreamSourceConfiguration: { KinesisStreamARN: streamArn, RoleARN: role },
      ExtendedS3DestinationConfiguration: {
        RoleARN: role,
        BucketARN: `arn:aws:s3:::${names.lake}`,
        Prefix: `${names.dataPrefix}date=!{timestamp:yyyy-MM-dd}/hour=!{timestamp:HH}/`,
        ErrorOutputPrefix: `${names.errorPrefix}!{firehose:error-output-type}/date=!{timestamp:yyyy-MM-dd}/`,
        BufferingHints: { SizeInMBs: 64, IntervalInSeconds: bufferSeconds },
        ProcessingConfiguration: {
          Enabled: true,
          Processors: [
            {
              Type: "Lambda",
              Parameters: [
                { ParameterName: "LambdaArn", ParameterValue: transformArn },
                { ParameterName: "BufferIntervalInSeconds", ParameterValue: "1" },
                { ParameterName: "BufferSizeInMBs", ParameterValue: "1" },
              ],
            },
          ],
        },
        DataFormatConversionConfiguration: {
          Enabled: true,
          InputFormatConfiguration: { Deserializer: { OpenXJsonSerDe: {} } },
          OutputFormatConfiguration: { Serializer: { ParquetSerDe: { Compression: "SNAPPY" } } },
          SchemaConfiguration: {
            RoleARN: role,
            DatabaseName: names.database,
            TableName: names.table,
            Region: process.env.AWS_REGION ?? "us-east-1",
            VersionId: "LATEST",
          },
        },
      },
    }),
  );
}

/** The one step that is Weir's own: the console's dashboard, kept by the platform and fed by the reporting bucket. */
async function putDashboard() {
  const definition = dashboard();
  const endpoint = process.env.AWS_ENDPOINT_URL;
  if (!endpoint) return;
  const credentials = Buffer.from(`${process.env.AWS_ACCESS_KEY_ID}:${process.env.AWS_SECRET_ACCESS_KEY}`).toString("base64");
  const answer = await fetch(`${endpoint}/_weir/api/dashboards/${definition.name}`, {
    method: "PUT",
    headers: { "content-type": "application/json", authorization: `Basic ${credentials}` },
    body: JSON.stringify(definition),
  });
  if (!answer.ok) throw new Error(`the dashboard was refused: ${answer.status} ${await answer.text()}`);
}
