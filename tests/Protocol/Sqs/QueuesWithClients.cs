namespace Weir.Protocol.Tests.Sqs;

/// <summary>SQS as unmodified clients see it: boto3 of Debian speaks the Query protocol, the JavaScript SDK speaks JSON.</summary>
public sealed class QueuesWithClients(WeirFixture weir)
{
    [Fact]
    [Trait("feature", "sqs.core")]
    public async Task A_message_goes_through_a_queue_with_boto3()
    {
        // boto3 itself checks MD5OfMessageBody and MD5OfBody.
        var result = await weir.Clients.PythonAsync("""
            sqs = client("sqs")
            url = sqs.create_queue(QueueName="py-one", Attributes={"VisibilityTimeout": "5"}, tags={"team": "a"})["QueueUrl"]
            assert url.endswith("/000000000000/py-one"), url
            assert sqs.create_queue(QueueName="py-one", Attributes={"VisibilityTimeout": "5"})["QueueUrl"] == url
            sent = sqs.send_message(QueueUrl=url, MessageBody="hällo <&>", MessageAttributes={
                "n": {"DataType": "Number", "StringValue": "1.5"}, "b": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}})
            got = sqs.receive_message(QueueUrl=url, AttributeNames=["All"], MessageAttributeNames=["All"])["Messages"][0]
            assert got["Body"] == "hällo <&>" and got["MessageId"] == sent["MessageId"], got
            assert got["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
            assert got["MessageAttributes"]["b"]["BinaryValue"] == b"\x00\xff"
            assert got["Attributes"]["ApproximateReceiveCount"] == "1"
            counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
            assert counts["ApproximateNumberOfMessagesNotVisible"] == "1", counts
            assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "a"}
            sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=got["ReceiptHandle"], VisibilityTimeout=0)
            again = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"][0]
            assert "Attributes" not in again and "MessageAttributes" not in again
            sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
            assert "Messages" not in sqs.receive_message(QueueUrl=url)
            assert url in sqs.list_queues(QueueNamePrefix="py-o")["QueueUrls"]
            sqs.delete_queue(QueueUrl=url)
            print("done")
            """);
        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact]
    public async Task Errors_have_the_codes_that_boto3_matches()
    {
        var result = await weir.Clients.PythonAsync("""
            sqs = client("sqs")
            def tell(call):
                try: call(); print("no error")
                except botocore.exceptions.ClientError as problem: print(problem.response["Error"]["Code"])
            url = sqs.create_queue(QueueName="py-errors")["QueueUrl"]
            tell(lambda: sqs.get_queue_url(QueueName="nowhere"))
            tell(lambda: sqs.create_queue(QueueName="py-errors", Attributes={"DelaySeconds": "3"}))
            tell(lambda: sqs.create_queue(QueueName="a b"))
            tell(lambda: sqs.delete_message(QueueUrl=url, ReceiptHandle="x"))
            tell(lambda: sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=901))
            tell(lambda: sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "x"}))
            tell(lambda: sqs.set_queue_attributes(QueueUrl=url, Attributes={"Nothing": "x"}))
            tell(lambda: sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "1"}, {"Id": "a", "MessageBody": "2"}]))
            tell(lambda: sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=11))
            tell(lambda: sqs.start_message_move_task(SourceArn="arn:aws:sqs:us-east-1:000000000000:py-errors") if hasattr(sqs, "start_message_move_task") else sqs.get_queue_url(QueueName="nowhere"))
            """);
        Assert.Equal(
            [
                "AWS.SimpleQueueService.NonExistentQueue", "QueueAlreadyExists", "InvalidParameterValue", "ReceiptHandleIsInvalid",
                "InvalidParameterValue", "InvalidAttributeValue", "InvalidAttributeName", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
                "InvalidParameterValue",
            ],
            result.Ok().Split('\n', StringSplitOptions.RemoveEmptyEntries).Take(9));
    }

    [Fact]
    [Trait("feature", "sqs.core")]
    public async Task Batches_dead_letters_and_fifo_work_with_boto3()
    {
        var result = await weir.Clients.PythonAsync("""
            sqs = client("sqs")
            dead = sqs.create_queue(QueueName="py-dead")["QueueUrl"]
            arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            url = sqs.create_queue(QueueName="py-work", Attributes={
                "VisibilityTimeout": "0", "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})})["QueueUrl"]
            batch = sqs.send_message_batch(QueueUrl=url, Entries=[
                {"Id": "good", "MessageBody": "poison"}, {"Id": "late", "MessageBody": "x", "DelaySeconds": 5000}])
            assert [e["Id"] for e in batch["Successful"]] == ["good"] and batch["Failed"][0]["Id"] == "late", batch
            assert batch["Failed"][0]["SenderFault"] is True and batch["Failed"][0]["Code"] == "InvalidParameterValue"
            assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "poison"
            assert "Messages" not in sqs.receive_message(QueueUrl=url)
            letter = sqs.receive_message(QueueUrl=dead, AttributeNames=["All"])["Messages"][0]
            assert letter["Body"] == "poison" and letter["Attributes"]["DeadLetterQueueSourceArn"].endswith(":py-work"), letter
            assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
            fifo = sqs.create_queue(QueueName="py.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
            for body in ("1", "2", "2", "3"):
                sqs.send_message(QueueUrl=fifo, MessageBody=body, MessageGroupId="g")
            got = sqs.receive_message(QueueUrl=fifo, MaxNumberOfMessages=10, AttributeNames=["All"])["Messages"]
            assert [m["Body"] for m in got] == ["1", "2", "3"], got
            numbers = [m["Attributes"]["SequenceNumber"] for m in got]
            assert numbers == sorted(numbers)
            done = sqs.delete_message_batch(QueueUrl=fifo, Entries=[{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(got)])
            assert len(done["Successful"]) == 3
            print("done")
            """);
        Assert.Equal("done", result.Ok().Trim());
    }

    [Fact]
    [Trait("feature", "sqs.core")]
    public async Task A_message_goes_through_a_queue_with_the_javascript_sdk()
    {
        // The SDK checks MD5OfMessageBody and MD5OfMessageAttributes by itself.
        var result = await weir.Clients.NodeAsync("""
            import { SQSClient, CreateQueueCommand, SendMessageCommand, SendMessageBatchCommand, ReceiveMessageCommand, DeleteMessageCommand,
              GetQueueUrlCommand } from '@aws-sdk/client-sqs';
            const sqs = new SQSClient({ endpoint: process.env.WEIR_ENDPOINT, maxAttempts: 1 });
            const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'js-one' }));
            const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MessageAttributeNames: ['a.*'],
              MessageSystemAttributeNames: ['AWSTraceHeader'] }));
            await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'long poll', MessageAttributes: {
              'a.b': { DataType: 'String', StringValue: 'x' }, c: { DataType: 'String', StringValue: 'y' } },
              MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } } }));
            const [message] = (await waiting).Messages;
            console.log(message.Body, Object.keys(message.MessageAttributes).join(), message.Attributes.AWSTraceHeader);
            await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
            const batch = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'b' }] }));
            console.log(batch.Successful.length, batch.Failed?.length ?? 0);
            try {
              await sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }));
            } catch (problem) {
              console.log(problem.name, problem.$metadata.httpStatusCode);
            }
            try {
              await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'bell \u0007' }));
            } catch (problem) {
              console.log(problem.name);
            }
            process.exit(0);
            """);
        Assert.Equal(
            ["long poll a.b Root=1", "1 0", "QueueDoesNotExist 400", "InvalidMessageContents"],
            result.Ok().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task The_cli_lists_what_it_made()
    {
        var clients = weir.ClientsOf("123456789012");
        (await clients.AwsAsync("sqs", "create-queue", "--queue-name", "cli-one")).Ok();
        Assert.Contains("/123456789012/cli-one", (await clients.AwsAsync("sqs", "list-queues")).Ok());
        var denied = await weir.Clients.AwsAsync("sqs", "get-queue-url", "--queue-name", "cli-one", "--queue-owner-aws-account-id", "123456789012");
        Assert.Contains("AccessDenied", denied.Error);
    }
}
