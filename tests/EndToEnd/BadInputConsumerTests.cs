using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary>A consumer that cannot do its work loses nothing: what failed is in the dead-letter queue or the failure destination.</summary>
[Collection(BadInputCollection.Name)]
public sealed class BadInputConsumerTests(BadInputPlatform weir)
{
    private const string Queues = """
        sqs, lam, logs = client("sqs"), client("lambda"), client("logs")
        def queue(name, **attributes):
            return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"], arn("sqs", name)
        def redrive(dead): return {"VisibilityTimeout": "1", "RedrivePolicy": json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": "2"})}
        taken = {}
        def take(url, count):
            def look():
                for message in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=1, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages", []):
                    taken[message["MessageId"]] = message
                    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
                return len(taken) >= count
            until(look, f"{count} messages of {url}")
            return list(taken.values())
        def printed(function, word):
            events = logs.filter_log_events(logGroupName=f"/aws/lambda/{function}")["events"]
            return [event["message"].strip() for event in events if event["message"].startswith(word)]
        def waiting(url):
            counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            return int(counts["ApproximateNumberOfMessages"]) + int(counts["ApproximateNumberOfMessagesNotVisible"])

        """;

    [Fact, Trait("feature", "lambda.sources")]
    public Task Messages_that_a_function_always_fails_on_are_in_the_dead_letter_queue_after_the_receives_allowed() => weir.Clients.RunBadInputAsync(Queues + """
        dead, dead_arn = queue("always-dead")
        work, work_arn = queue("always-work", **redrive(dead_arn))
        function("always", "def handler(event, context):\n    print('tried', len(event['Records']))\n    raise RuntimeError('never works')\n", role("always"))
        sent = {f"order {number}" for number in range(3)}
        for body in sent:
            sqs.send_message(QueueUrl=work, MessageBody=body)
        lam.create_event_source_mapping(FunctionName="always", EventSourceArn=work_arn, BatchSize=10)
        got = take(dead, 3)
        assert {message["Body"] for message in got} == sent, got
        assert all(message["Attributes"]["DeadLetterQueueSourceArn"] == work_arn for message in got), got
        assert waiting(work) == 0
        tried = until(lambda: printed("always", "tried"), "the function's log")
        assert sum(int(line.split()[1]) for line in tried) == 6, tried  # each message twice, no more
        """);

    [Fact, Trait("feature", "lambda.sources")]
    public Task Of_a_batch_only_the_items_reported_as_failed_come_back_and_end_in_the_dead_letter_queue() => weir.Clients.RunBadInputAsync(Queues + """
        dead, dead_arn = queue("partial-dead")
        work, work_arn = queue("partial-work", **redrive(dead_arn))
        code = '''
        def handler(event, context):
            failed = []
            for record in event["Records"]:
                if record["body"].startswith("bad"): failed.append({"itemIdentifier": record["messageId"]})
                else: print("done", record["body"])
            return {"batchItemFailures": failed}
        '''
        function("partial", code, role("partial"))
        for number in range(10):
            sqs.send_message(QueueUrl=work, MessageBody=f"{'bad' if number in (3, 7) else 'good'} {number}")
        lam.create_event_source_mapping(FunctionName="partial", EventSourceArn=work_arn, BatchSize=10, FunctionResponseTypes=["ReportBatchItemFailures"])
        assert sorted(message["Body"] for message in take(dead, 2)) == ["bad 3", "bad 7"]
        until(lambda: len(printed("partial", "done")) >= 8, "the good ones")
        assert sorted(printed("partial", "done")) == [f"done good {number}" for number in (0, 1, 2, 4, 5, 6, 8, 9)]
        assert waiting(work) == 0
        """);

    [Fact, Trait("feature", "lambda.sources")]
    public Task A_poison_record_is_isolated_by_bisecting_and_named_at_the_failure_destination() => weir.Clients.RunBadInputAsync(Queues + """
        kinesis = client("kinesis")
        kinesis.create_stream(StreamName="poison", ShardCount=1)
        failed, failed_arn = queue("poison-failed")
        code = '''
        import base64
        def handler(event, context):
            data = [base64.b64decode(record["kinesis"]["data"]).decode() for record in event["Records"]]
            if "poison" in data: raise ValueError("poison")
            print("done", *data)
        '''
        function("poison", code, role("poison"))
        put = kinesis.put_records(StreamName="poison", Records=[
            {"Data": ("poison" if number == 5 else f"r{number}").encode(), "PartitionKey": "a"} for number in range(10)])
        lam.create_event_source_mapping(FunctionName="poison", EventSourceArn=arn("kinesis", "stream/poison"), BatchSize=10, MaximumRetryAttempts=1,
            StartingPosition="TRIM_HORIZON", BisectBatchOnFunctionError=True, DestinationConfig={"OnFailure": {"Destination": failed_arn}})
        report = json.loads(take(failed, 1)[0]["Body"])
        at = put["Records"][5]["SequenceNumber"]
        info = report["KinesisBatchInfo"]
        assert (info["startSequenceNumber"], info["endSequenceNumber"], info["batchSize"]) == (at, at, 1), report
        assert report["requestContext"]["condition"] == "RetryAttemptsExhausted" and report["responseContext"]["functionError"] == "Unhandled", report
        done = lambda: [name for line in printed("poison", "done") for name in line.split()[1:]]
        until(lambda: len(done()) >= 9, "the records around it")
        assert done() == [f"r{number}" for number in range(10) if number != 5], done()
        kinesis.put_record(StreamName="poison", Data=b"later", PartitionKey="a")
        until(lambda: "later" in done(), "what comes later")
        """);
}
