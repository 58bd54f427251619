namespace Weir.Protocol.Tests.Firehose;

/// <summary>When a delivery stream delivers, and what it keeps of what it changes.</summary>
public sealed class FirehoseBufferingTests(WeirFixture weir)
{
    private const string Setup = """
        import io, time, zipfile
        # Debian's boto3 is older than zero buffering and would refuse it itself.
        s3, firehose, iam = client("s3"), client("firehose", config=Config(parameter_validation=False)), client("iam")
        account = client("sts").get_caller_identity()["Account"]
        bucket = f"buffer-{account}"
        s3.create_bucket(Bucket=bucket)
        def role(name, service, *actions):
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]}
            arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
            allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}
            iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(allowed))
            return arn
        delivery = role("delivery", "firehose.amazonaws.com", "s3:PutObject", "lambda:*")
        def make(name, megabytes, seconds, **more):
            firehose.create_delivery_stream(DeliveryStreamName=name, ExtendedS3DestinationConfiguration=dict(
                RoleARN=delivery, BucketARN=f"arn:aws:s3:::{bucket}", Prefix=f"{name}/", ErrorOutputPrefix=f"err-{name}/",
                BufferingHints={"SizeInMBs": megabytes, "IntervalInSeconds": seconds}, **more))
        def put(name, *records):
            for at in range(0, len(records), 400):
                assert firehose.put_record_batch(DeliveryStreamName=name, Records=[{"Data": r} for r in records[at:at + 400]])["FailedPutCount"] == 0
        def objects(prefix):
            return [s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read() for o in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])]
        def until(done):
            for _ in range(600):
                if done(): return
                time.sleep(0.05)
            raise SystemExit("it did not come")

        """;

    [Fact]
    [Trait("feature", "firehose.buffering")]
    public async Task A_stream_delivers_when_enough_has_come_or_time_is_up_or_at_once()
    {
        var result = await weir.ClientsOf("210000000021").PythonAsync(Setup + """
            row = lambda n: b"%07d" % n + b"x" * 9992 + b"\n"
            make("by-size", 1, 900)
            make("by-time", 128, 1)
            make("at-once", 1, 0)
            for name, megabytes, seconds in (("by-size", 1, 900), ("by-time", 128, 1), ("at-once", 1, 0)):
                described = firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]["Destinations"][0]
                assert described["ExtendedS3DestinationDescription"]["BufferingHints"] == {"SizeInMBs": megabytes, "IntervalInSeconds": seconds}, described

            # By size: 90 records are less than a megabyte and stay, although 15 minutes are far; 30 more fill it.
            put("by-size", *[row(n) for n in range(90)])
            put("at-once", b"first\n")
            until(lambda: objects("at-once/"))
            assert objects("by-size/") == []
            put("by-size", *[row(n) for n in range(90, 120)])
            until(lambda: objects("by-size/"))
            full = b"".join(objects("by-size/"))
            assert 1 << 20 <= len(full) <= 1_200_000 and full == b"".join(row(n) for n in range(len(full) // 10_000)), len(full)

            # By time: far from 128 MB, and yet it comes, in the order put.
            put("by-time", *[b"%d\n" % n for n in range(500)])
            until(lambda: b"".join(objects("by-time/")).count(b"\n") == 500)
            assert b"".join(objects("by-time/")) == b"".join(b"%d\n" % n for n in range(500))

            # At once: each is there without another coming after it.
            for n in range(3):
                firehose.put_record(DeliveryStreamName="at-once", Record={"Data": b"single %d\n" % n})
                until(lambda: any(b"single %d\n" % n in o for o in objects("at-once/")))

            def refused(**hints):
                try:
                    make("wrong", **hints)
                except botocore.exceptions.ClientError as error:
                    return error.response["Error"]["Code"]
            print(refused(megabytes=129, seconds=60), refused(megabytes=0, seconds=60), refused(megabytes=5, seconds=901))
            """);

        Assert.Equal("ValidationException ValidationException ValidationException", result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "firehose.backup")]
    public async Task Source_records_are_kept_as_they_came_beside_what_became_of_them()
    {
        var result = await weir.ClientsOf("210000000022").PythonAsync(Setup + """
            code = io.BytesIO()
            with zipfile.ZipFile(code, "w") as archive:
                archive.writestr("app.py", '''
            import base64
            def handler(event, context):
                out = []
                for record in event["records"]:
                    n = int(base64.b64decode(record["data"]))
                    result = "Dropped" if n % 3 == 1 else "ProcessingFailed" if n % 3 == 2 else "Ok"
                    out.append({"recordId": record["recordId"], "result": result, "data": base64.b64encode(b"%d!\\n" % (n * 10)).decode()})
                return {"records": out}
            ''')
            runner = role("runner", "lambda.amazonaws.com", "logs:*")
            function = client("lambda").create_function(FunctionName="tens", Runtime="python3.11", Role=runner, Handler="app.handler", Code={"ZipFile": code.getvalue()}, Timeout=30)["FunctionArn"]
            transform = {"Enabled": True, "Processors": [{"Type": "Lambda", "Parameters": [{"ParameterName": "LambdaArn", "ParameterValue": function}, {"ParameterName": "NumberOfRetries", "ParameterValue": "0"}]}]}
            kept = dict(RoleARN=delivery, BucketARN=f"arn:aws:s3:::{bucket}", Prefix="kept/!{timestamp:yyyy}/", ErrorOutputPrefix="err-kept/")
            make("with", 1, 0, ProcessingConfiguration=transform, S3BackupMode="Enabled", S3BackupConfiguration=dict(kept, CompressionFormat="GZIP"))
            make("without", 1, 0, ProcessingConfiguration=transform)
            sent = [b"%d\n" % n for n in range(30)]
            put("with", *sent)
            put("without", *sent)
            import gzip
            originals = lambda: b"".join(gzip.decompress(o) for o in objects("kept/"))
            until(lambda: originals().count(b"\n") == 30 and b"".join(objects("with/")).count(b"\n") == 10 and b"".join(objects("without/")).count(b"\n") == 10 and b"".join(objects("err-with/")).count(b"\n") == 10)
            assert originals() == b"".join(sent), "all of them, unchanged: dropped and failed ones too"
            assert b"".join(objects("with/")) == b"".join(b"%d!\n" % (n * 10) for n in range(0, 30, 3))
            assert all("/20" in o["Key"] and o["Key"].endswith(".gz") for o in s3.list_objects_v2(Bucket=bucket, Prefix="kept/")["Contents"])

            # Turned on later, it counts from then on; it is described, and needs its destination.
            described = firehose.describe_delivery_stream(DeliveryStreamName="without")["DeliveryStreamDescription"]
            assert described["Destinations"][0]["ExtendedS3DestinationDescription"]["S3BackupMode"] == "Disabled"
            firehose.update_destination(DeliveryStreamName="without", CurrentDeliveryStreamVersionId=described["VersionId"], DestinationId=described["Destinations"][0]["DestinationId"],
                ExtendedS3DestinationUpdate={"S3BackupMode": "Enabled", "S3BackupUpdate": dict(kept, Prefix="late/", CompressionFormat="UNCOMPRESSED")})
            put("without", b"300\n")
            until(lambda: objects("late/"))
            assert b"".join(objects("late/")) == b"300\n"
            try:
                make("wrong", 1, 0, S3BackupMode="Enabled")
            except botocore.exceptions.ClientError as error:
                print(error.response["Error"]["Code"])
            """);

        Assert.Equal("InvalidArgumentException", result.Ok().Trim());
    }
}
