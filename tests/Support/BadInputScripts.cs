namespace Weir.Tests.Support;

/// <summary>What the Python scripts of bad input share: making resources, waiting for what must come, reading what arrived.</summary>
public static class BadInputScripts
{
    public const string Helpers = """
        import base64, io, subprocess, time, zipfile
        account = "000000000000"
        def arn(service, resource): return f"arn:aws:{service}:us-east-1:{account}:{resource}"
        def once(service): return client(service, config=Config(retries={"max_attempts": 0}, read_timeout=60, parameter_validation=False))
        def role(name):
            iam = client("iam")
            services = ["lambda.amazonaws.com", "firehose.amazonaws.com", "iot.amazonaws.com"]
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Principal": {"Service": services}, "Action": "sts:AssumeRole"}]}))
            iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
            return f"arn:aws:iam::{account}:role/{name}"
        def function(name, code, role, **more):
            file = io.BytesIO()
            with zipfile.ZipFile(file, "w") as archive:
                archive.writestr("index.py", code)
            return client("lambda").create_function(FunctionName=name, Runtime="python3.12", Handler="index.handler", Role=role,
                Code={"ZipFile": file.getvalue()}, **more)["FunctionArn"]
        def until(look, what, seconds=60):
            end = time.monotonic() + seconds
            while True:
                found = look()
                if found:
                    return found
                assert time.monotonic() < end, f"never: {what}"
                time.sleep(0.05)
        def objects(bucket, prefix=""):
            s3 = client("s3")
            return {o["Key"]: s3.get_object(Bucket=bucket, Key=o["Key"])["Body"].read()
                for o in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", [])}
        def lines(bucket, prefix):
            return [json.loads(line) for body in objects(bucket, prefix).values() for line in body.splitlines()]
        def delivery(name, bucket, role, **more):
            once("firehose").create_delivery_stream(DeliveryStreamName=name, ExtendedS3DestinationConfiguration={
                "RoleARN": role, "BucketARN": f"arn:aws:s3:::{bucket}", "Prefix": "good/", "ErrorOutputPrefix": "bad/!{firehose:error-output-type}/",
                "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 0}, **more})
            until(lambda: client("firehose").describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]["DeliveryStreamStatus"] == "ACTIVE", "active")
        def read_stream(name, shard="shardId-000000000000"):
            kinesis = once("kinesis")
            at = kinesis.get_shard_iterator(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            return [record["Data"] for record in kinesis.get_records(ShardIterator=at)["Records"]]
        def publish(topic, payload, *more):
            start = ["mosquitto_pub", "-h", "127.0.0.1", "-p", os.environ["MQTT_PORT"], "-t", topic, "-q", "1", *more]
            return subprocess.run([*start, "-s"] if payload else [*start, "-n"], input=payload, capture_output=True, timeout=60)
        def fails(action, code, status=None):
            try:
                action()
            except botocore.exceptions.ClientError as error:
                assert error.response["Error"]["Code"] == code, error.response
                assert status in (None, error.response["ResponseMetadata"]["HTTPStatusCode"]), error.response
                return error.response["Error"]["Message"]
            raise AssertionError(f"expected {code}")

        """;

    /// <summary>Runs a script after the helpers; it must end well.</summary>
    public static async Task RunBadInputAsync(this WeirClients clients, string script, params string[] arguments)
    {
        if (!File.Exists("/usr/bin/mosquitto_pub"))
        {
            Assert.Skip("mosquitto_pub is not installed (Debian package mosquitto-clients)");
        }

        var settings = $"import os\nos.environ[\"MQTT_PORT\"] = \"{clients.Ports["mqtt"]}\"\n";
        var result = await clients.PythonAsync(settings + Helpers + script + "\nprint('done')", arguments);
        Assert.Equal("done", result.Ok().Trim().Split('\n')[^1]);
    }
}
