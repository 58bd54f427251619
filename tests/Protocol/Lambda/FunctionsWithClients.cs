namespace Weir.Protocol.Tests.Lambda;

/// <summary>Lambda as boto3 and the JavaScript SDK see it, with functions on the machine's own Node and Python.</summary>
public sealed class FunctionsWithClients(WeirFixture weir)
{
    private const string Helpers = """
        import io, zipfile, time, base64
        iam, fn, sqs = client("iam"), client("lambda"), client("sqs")
        def zipped(**files):
            out = io.BytesIO()
            with zipfile.ZipFile(out, "w") as archive:
                for name, text in files.items(): archive.writestr(name.replace("__", "."), text)
            return out.getvalue()
        def role(name, *actions):
            trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
            arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
            if actions:
                iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}))
            return arn
        def tell(call):
            try: call(); return "no error"
            except botocore.exceptions.ClientError as problem:
                return f'{problem.response["Error"]["Code"]} {problem.response["ResponseMetadata"]["HTTPStatusCode"]}'

        """;

    [Fact]
    [Trait("feature", "lambda.core")]
    public async Task A_python_function_is_made_called_changed_published_and_deleted()
    {
        var result = await weir.Clients.PythonAsync(Helpers + """
            arn = role("py-life")
            code = zipped(app__py='''
            import os, boto3
            def handler(event, context):
                if event.get("fail"): raise ValueError("as asked")
                return {"me": boto3.client("sts").get_caller_identity()["Arn"], "event": event, "word": os.environ.get("WORD"), "v": context.function_version}
            ''')
            made = fn.create_function(FunctionName="py-life", Runtime="python3.11", Role=arn, Handler="app.handler", Code={"ZipFile": code},
                                      Timeout=30, MemorySize=256, Environment={"Variables": {"WORD": "one"}}, Tags={"a": "b"})
            assert made["State"] == "Active" and made["CodeSize"] == len(code) and made["Version"] == "$LATEST", made
            got = fn.invoke(FunctionName="py-life", Payload=b'{"x": 1}', LogType="Tail")
            answer = json.loads(got["Payload"].read())
            assert answer["me"].endswith(":assumed-role/py-life/py-life") and answer["event"] == {"x": 1} and answer["word"] == "one", answer
            assert got["ExecutedVersion"] == "$LATEST" and "FunctionError" not in got
            assert b"REPORT RequestId" in base64.b64decode(got["LogResult"])
            failed = fn.invoke(FunctionName="py-life", Payload=b'{"fail": 1}')
            assert failed["FunctionError"] == "Unhandled" and failed["StatusCode"] == 200
            assert json.loads(failed["Payload"].read())["errorType"] == "ValueError"
            fn.get_waiter("function_active_v2").wait(FunctionName="py-life")
            assert fn.publish_version(FunctionName="py-life")["Version"] == "1"
            assert fn.publish_version(FunctionName="py-life")["Version"] == "1"
            fn.update_function_configuration(FunctionName="py-life", Environment={"Variables": {"WORD": "two"}})
            fn.get_waiter("function_updated").wait(FunctionName="py-life")
            assert fn.publish_version(FunctionName="py-life", Description="second")["Version"] == "2"
            fn.create_alias(FunctionName="py-life", Name="live", FunctionVersion="1")
            words = lambda q: json.loads(fn.invoke(FunctionName="py-life", Qualifier=q)["Payload"].read())
            assert (words("live")["word"], words("2")["word"], words("live")["v"]) == ("one", "two", "1")
            fn.update_alias(FunctionName="py-life", Name="live", FunctionVersion="2")
            assert words("live")["word"] == "two"
            assert [v["Version"] for v in fn.list_versions_by_function(FunctionName="py-life")["Versions"]] == ["$LATEST", "1", "2"]
            assert fn.get_function(FunctionName="py-life")["Tags"] == {"a": "b"}
            assert "py-life" in [f["FunctionName"] for f in fn.list_functions()["Functions"]]
            fn.put_function_concurrency(FunctionName="py-life", ReservedConcurrentExecutions=0)
            assert tell(lambda: fn.invoke(FunctionName="py-life")) == "TooManyRequestsException 429"
            fn.delete_function(FunctionName="py-life")
            print(tell(lambda: fn.get_function(FunctionName="py-life")))
            """);
        Assert.Equal("ResourceNotFoundException 404", result.Ok().Trim());
    }

    [Fact]
    public async Task Errors_have_the_codes_that_boto3_matches()
    {
        var result = await weir.Clients.PythonAsync(Helpers + """
            arn = role("py-wrong")
            code = {"ZipFile": zipped(index__js="exports.handler = async () => 1;")}
            make = lambda **more: fn.create_function(**{"FunctionName": "py-wrong", "Runtime": "nodejs20.x", "Role": arn, "Handler": "index.handler", "Code": code, **more})
            print(tell(lambda: make(Role="arn:aws:iam::000000000000:role/nobody")))
            print(tell(lambda: make(Runtime="java21")))
            print(tell(lambda: make(Code={"ZipFile": b"no zip"})))
            print(tell(lambda: make(Layers=["arn:aws:lambda:us-east-1:000000000000:layer:a:1"])))
            print(tell(lambda: make(Code={"S3Bucket": "no-such-bucket-here", "S3Key": "k"})))
            make()
            print(tell(lambda: make()))
            print(tell(lambda: fn.invoke(FunctionName="py-wrong", Payload=b"{")))
            print(tell(lambda: fn.invoke(FunctionName="py-wrong", Qualifier="9")))
            print(tell(lambda: fn.get_policy(FunctionName="py-wrong")))
            print(tell(lambda: fn.create_event_source_mapping(FunctionName="py-wrong", EventSourceArn="arn:aws:sqs:us-east-1:000000000000:nowhere")))
            """);
        Assert.Equal(
            [
                "InvalidParameterValueException 400", "InvalidParameterValueException 400", "InvalidParameterValueException 400",
                "InvalidParameterValueException 400", "InvalidParameterValueException 400", "ResourceConflictException 409",
                "InvalidRequestContentException 400", "ResourceNotFoundException 404", "ResourceNotFoundException 404",
                "InvalidParameterValueException 400",
            ],
            result.Ok().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    [Trait("feature", "lambda.sources")]
    public async Task Messages_and_records_reach_a_function_and_what_fails_goes_to_its_queue()
    {
        var result = await weir.Clients.PythonAsync(Helpers + """
            kinesis = client("kinesis")
            arn = role("py-feed", "sqs:*", "kinesis:*")
            out = sqs.create_queue(QueueName="py-feed-out")["QueueUrl"]
            dead = sqs.create_queue(QueueName="py-feed-dead")["QueueUrl"]
            source = sqs.create_queue(QueueName="py-feed-in")["QueueUrl"]
            arn_of = lambda url: sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            fn.create_function(FunctionName="py-feed", Runtime="python3.11", Role=arn, Handler="app.handler", Timeout=30, Code={"ZipFile": zipped(app__py='''
            import base64, boto3, json, os
            def handler(event, context):
                texts = [r["body"] if "body" in r else base64.b64decode(r["kinesis"]["data"]).decode() for r in event["Records"]]
                if "poison" in texts: raise ValueError("poison")
                boto3.client("sqs").send_message(QueueUrl=os.environ["OUT"], MessageBody=json.dumps([event["Records"][0]["eventSource"], *texts]))
            ''')}, Environment={"Variables": {"OUT": out}})
            fn.create_event_source_mapping(FunctionName="py-feed", EventSourceArn=arn_of(source), FunctionResponseTypes=["ReportBatchItemFailures"])
            kinesis.create_stream(StreamName="py-feed", ShardCount=1)
            stream = kinesis.describe_stream(StreamName="py-feed")["StreamDescription"]["StreamARN"]
            mapping = fn.create_event_source_mapping(
                FunctionName="py-feed", EventSourceArn=stream, StartingPosition="TRIM_HORIZON", BatchSize=10, MaximumRetryAttempts=0,
                BisectBatchOnFunctionError=True, DestinationConfig={"OnFailure": {"Destination": arn_of(dead)}})
            def take(url):
                for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20, MaxNumberOfMessages=1).get("Messages", []):
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                    return json.loads(message["Body"])
            sqs.send_message(QueueUrl=source, MessageBody="from a queue")
            assert take(out) == ["aws:sqs", "from a queue"]
            kinesis.put_records(StreamName="py-feed", Records=[{"Data": d, "PartitionKey": "p"} for d in (b"a", b"b", b"poison", b"c")])
            texts = []
            while len(texts) < 3:
                source_name, *more = take(out)
                assert source_name == "aws:kinesis"
                texts += more
            assert sorted(texts) == ["a", "b", "c"], texts
            assert take(dead)["KinesisBatchInfo"]["batchSize"] == 1
            assert fn.get_event_source_mapping(UUID=mapping["UUID"])["State"] == "Enabled"
            assert len(fn.list_event_source_mappings(FunctionName="py-feed")["EventSourceMappings"]) == 2
            assert fn.delete_event_source_mapping(UUID=mapping["UUID"])["State"] == "Deleting"
            print(tell(lambda: fn.get_event_source_mapping(UUID=mapping["UUID"])))
            """);
        Assert.Equal("ResourceNotFoundException 404", result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "lambda.core")]
    public async Task A_node_function_runs_asynchronously_and_its_outcome_goes_to_a_queue()
    {
        var result = await weir.Clients.PythonAsync(Helpers + """
            arn = role("js-event", "sqs:SendMessage")
            done = sqs.create_queue(QueueName="js-event-done")["QueueUrl"]
            target = sqs.get_queue_attributes(QueueUrl=done, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            fn.create_function(FunctionName="js-event", Runtime="nodejs20.x", Role=arn, Handler="index.handler", Timeout=30,
                               Code={"ZipFile": zipped(index__mjs="export const handler = async event => ({ twice: event.n * 2 });")})
            fn.put_function_event_invoke_config(FunctionName="js-event", MaximumRetryAttempts=0, DestinationConfig={"OnSuccess": {"Destination": target}})
            assert fn.invoke(FunctionName="js-event", InvocationType="Event", Payload=b'{"n": 21}')["StatusCode"] == 202
            record = json.loads(sqs.receive_message(QueueUrl=done, WaitTimeSeconds=20)["Messages"][0]["Body"])
            assert record["requestContext"]["condition"] == "Success" and record["requestPayload"] == {"n": 21}, record
            print(record["responsePayload"])
            """);
        Assert.Equal("{'twice': 42}", result.Ok().Trim());
    }

    [Fact]
    public async Task The_javascript_sdk_reads_errors_and_payloads()
    {
        var result = await weir.Clients.NodeAsync("""
            import { LambdaClient, InvokeCommand, ListFunctionsCommand } from '@aws-sdk/client-lambda';
            const lambda = new LambdaClient({ endpoint: process.env.WEIR_ENDPOINT, maxAttempts: 1 });
            console.log(Array.isArray((await lambda.send(new ListFunctionsCommand({}))).Functions));
            try {
              await lambda.send(new InvokeCommand({ FunctionName: 'nobody' }));
            } catch (problem) {
              console.log(problem.name, problem.Type, problem.$metadata.httpStatusCode);
            }
            process.exit(0);
            """);
        Assert.Equal("true\nResourceNotFoundException User 404", result.Ok().Trim());
    }
}
