namespace Weir.Protocol.Tests.Firehose;

/// <summary>Delivery streams through boto3: made, filled, read back from S3.</summary>
public sealed class FirehoseClientTests(WeirFixture weir)
{
    private const string Setup = """
        import gzip, time
        # Debian's boto3 is older than zero buffering and would refuse it itself.
        s3, firehose, iam = client("s3"), client("firehose", config=Config(parameter_validation=False)), client("iam")
        account = client("sts").get_caller_identity()["Account"]
        bucket = f"lake-{account}"
        s3.create_bucket(Bucket=bucket)
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = iam.create_role(RoleName="delivery", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:PutObject", "kinesis:*", "glue:Get*"], "Resource": "*"}]}
        iam.put_role_policy(RoleName="delivery", PolicyName="p", PolicyDocument=json.dumps(allowed))
        def destination(**more):
            return dict(RoleARN=role, BucketARN=f"arn:aws:s3:::{bucket}", BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 0}, **more)
        def content(prefix, unpack=lambda data: data):
            parts = [unpack(s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read()) for o in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])]
            return b"".join(parts)
        def until(done):
            for _ in range(600):
                if done(): return
                time.sleep(0.05)
            raise SystemExit("it did not come")

        """;

    [Fact]
    [Trait("feature", "firehose.sources")]
    [Trait("feature", "firehose.compress")]
    public async Task Records_that_are_put_arrive_in_s3_once_each()
    {
        var result = await weir.ClientsOf("210000000011").PythonAsync(Setup + """
            firehose.create_delivery_stream(DeliveryStreamName="d", ExtendedS3DestinationConfiguration=destination(
                Prefix="in/!{timestamp:yyyy}/", ErrorOutputPrefix="err/!{firehose:error-output-type}/", CompressionFormat="GZIP",
                ProcessingConfiguration={"Enabled": True, "Processors": [{"Type": "AppendDelimiterToRecord", "Parameters": [{"ParameterName": "Delimiter", "ParameterValue": "\\n"}]}]}))
            sent = [f"row {n}" for n in range(700)]
            firehose.put_record(DeliveryStreamName="d", Record={"Data": sent[0].encode()})
            for at in range(1, 700, 100):
                answer = firehose.put_record_batch(DeliveryStreamName="d", Records=[{"Data": row.encode()} for row in sent[at:at + 100]])
                assert answer["FailedPutCount"] == 0
            until(lambda: content("in/", gzip.decompress).count(b"\n") >= 700)
            # objects of one second are listed in any order: what counts is that each row is there once
            assert sorted(content("in/", gzip.decompress).decode().splitlines()) == sorted(sent)
            keys = [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]]
            assert all(key.startswith("in/20") and "//" not in key and key.endswith(".gz") for key in keys), keys
            described = firehose.describe_delivery_stream(DeliveryStreamName="d")["DeliveryStreamDescription"]
            firehose.update_destination(DeliveryStreamName="d", CurrentDeliveryStreamVersionId=described["VersionId"],
                DestinationId=described["Destinations"][0]["DestinationId"], ExtendedS3DestinationUpdate={"CompressionFormat": "UNCOMPRESSED", "Prefix": "plain/", "ErrorOutputPrefix": "err/"})
            firehose.put_record(DeliveryStreamName="d", Record={"Data": b"now"})
            firehose.put_record(DeliveryStreamName="d", Record={"Data": b"plain"})
            until(lambda: b"plain" in content("plain/"))
            print(firehose.list_delivery_streams()["DeliveryStreamNames"])
            firehose.delete_delivery_stream(DeliveryStreamName="d")
            """);

        Assert.Equal("['d']", result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "firehose.sources")]
    [Trait("feature", "firehose.convert")]
    public async Task A_kinesis_stream_becomes_parquet_and_misfits_go_to_the_error_prefix()
    {
        var result = await weir.ClientsOf("210000000012").PythonAsync(Setup + """
            kinesis, glue = client("kinesis"), client("glue")
            glue.create_database(DatabaseInput={"Name": "db"})
            glue.create_table(DatabaseName="db", TableInput={"Name": "t", "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "bigint"}, {"Name": "v", "Type": "double"}]}})
            kinesis.create_stream(StreamName="in", ShardCount=2)
            arn = kinesis.describe_stream_summary(StreamName="in")["StreamDescriptionSummary"]["StreamARN"]
            converted = destination(Prefix="out/", ErrorOutputPrefix="err/!{firehose:error-output-type}/", DataFormatConversionConfiguration={
                "SchemaConfiguration": {"RoleARN": role, "DatabaseName": "db", "TableName": "t", "Region": "us-east-1"},
                "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}}, "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}}})
            converted["BufferingHints"] = {"SizeInMBs": 64, "IntervalInSeconds": 0}
            firehose.create_delivery_stream(DeliveryStreamName="k", DeliveryStreamType="KinesisStreamAsSource",
                KinesisStreamSourceConfiguration={"KinesisStreamARN": arn, "RoleARN": role}, ExtendedS3DestinationConfiguration=converted)
            kinesis.put_records(StreamName="in", Records=[{"PartitionKey": str(n), "Data": json.dumps({"id": n, "v": n / 2}).encode()} for n in range(100)])
            kinesis.put_record(StreamName="in", PartitionKey="x", Data=b'{"id": "not a number"}')
            until(lambda: content("err/") and content("out/"))
            line = json.loads(content("err/format-conversion-failed/"))
            assert content("out/")[:4] == b"PAR1"
            print(line["lastErrorCode"], line["dataCatalogTable"]["tableName"])
            """);

        Assert.Equal("DataFormatConversion.MalformedData t", result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "firehose.sources")]
    public async Task Errors_are_the_ones_that_clients_know()
    {
        var result = await weir.ClientsOf("210000000013").PythonAsync(Setup + """
            codes = []
            def refused(call, **arguments):
                try:
                    call(**arguments)
                    codes.append("none")
                except botocore.exceptions.ClientError as error:
                    codes.append(error.response["Error"]["Code"])
            refused(firehose.put_record, DeliveryStreamName="none", Record={"Data": b"x"})
            wrong = destination()
            wrong["RoleARN"] = role + "-none"
            refused(firehose.create_delivery_stream, DeliveryStreamName="d", ExtendedS3DestinationConfiguration=wrong)
            refused(firehose.create_delivery_stream, DeliveryStreamName="d", ExtendedS3DestinationConfiguration=destination(Prefix="!{timestamp:yyyy}/"))
            firehose.create_delivery_stream(DeliveryStreamName="d", S3DestinationConfiguration=destination())
            refused(firehose.create_delivery_stream, DeliveryStreamName="d", S3DestinationConfiguration=destination())
            refused(firehose.put_record, DeliveryStreamName="d", Record={"Data": b"x" * 1024001})
            refused(firehose.update_destination, DeliveryStreamName="d", CurrentDeliveryStreamVersionId="9", DestinationId="destinationId-000000000001", S3DestinationUpdate={"Prefix": "p"})
            print(codes)
            """);

        Assert.Equal(
            "['ResourceNotFoundException', 'InvalidArgumentException', 'InvalidArgumentException', 'ResourceInUseException', "
            + "'ValidationException', 'ConcurrentModificationException']",
            result.Ok().Trim());
    }
}
