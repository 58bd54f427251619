// AWS SDK clients; endpoint, region and credentials come from the usual AWS_* variables, as against the cloud.
import { AthenaClient } from "@aws-sdk/client-athena";
import { FirehoseClient } from "@aws-sdk/client-firehose";
import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { IoTClient } from "@aws-sdk/client-iot";
import { KinesisClient } from "@aws-sdk/client-kinesis";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";

export const athena = new AthenaClient({});
export const firehose = new FirehoseClient({});
export const glue = new GlueClient({});
export const iam = new IAMClient({});
export const iot = new IoTClient({});
export const kinesis = new KinesisClient({});
export const lambda = new LambdaClient({});
export const s3 = new S3Client({ forcePathStyle: true });
export const sqs = new SQSClient({});
