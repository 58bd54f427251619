using System.Text;
using System.Text.Json.Nodes;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Services.Lambda.Domain;
using Weir.Services.Lambda.State;
using Weir.Tests.Support;

namespace Weir.Services.Lambda.Tests;

public sealed class DomainTests
{
    private const string Arn = "arn:aws:lambda:us-east-1:000000000000:function:work";

    [Theory]
    [InlineData("work", null, Arn)]
    [InlineData("work:7", null, Arn + ":7")]
    [InlineData("work", "live", Arn + ":live")]
    [InlineData(Arn, null, Arn)]
    [InlineData(Arn + ":$LATEST", null, Arn + ":$LATEST")]
    [InlineData("000000000000:function:work", "2", Arn + ":2")]
    [InlineData("function:work", null, Arn)]
    [InlineData("arn:aws:lambda:eu-west-1:111111111111:function:other", null, "arn:aws:lambda:eu-west-1:111111111111:function:other")]
    public void A_function_is_found_by_all_its_names(string name, string? qualifier, string arn) =>
        Assert.Equal(arn, FunctionRef.Parse(TestCalls.Root(), name, qualifier).Arn);

    [Theory]
    [InlineData("", null)]
    [InlineData("a b", null)]
    [InlineData("work:1", "2")]
    [InlineData("arn:aws:s3:::bucket", null)]
    [InlineData("work", "a b")]
    public void What_is_no_function_name_is_refused(string name, string? qualifier) =>
        Assert.Throws<ServiceException>(() => FunctionRef.Parse(TestCalls.Root(), name, qualifier));

    [Fact]
    public void A_permission_is_written_as_Lambda_writes_it()
    {
        var statement = FunctionPolicies.Statement(
            new("s3", "lambda:InvokeFunction", "s3.amazonaws.com") { SourceArn = "arn:aws:s3:::bucket", SourceAccount = "000000000000" }, Arn);

        Assert.Equal(
            """{"Sid":"s3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction","Resource":"arn:aws:lambda:us-east-1:000000000000:function:work","Condition":{"StringEquals":{"AWS:SourceAccount":"000000000000"},"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::bucket"}}}""",
            statement);
        Assert.Equal("s3", FunctionPolicies.IdOf(statement));
        Assert.Contains("\"AWS\":\"arn:aws:iam::111111111111:root\"", FunctionPolicies.Statement(new("a", "lambda:*", "111111111111"), Arn));
        Assert.Throws<ServiceException>(() => FunctionPolicies.Statement(new("a", "lambda:*", "nobody"), Arn));
        Assert.Throws<ServiceException>(() => FunctionPolicies.Statement(new("a", "s3:GetObject", "s3.amazonaws.com"), Arn));
    }

    [Theory]
    [InlineData("null", "")]
    [InlineData("{}", "")]
    [InlineData("""{"batchItemFailures":null}""", "")]
    [InlineData("""{"batchItemFailures":[]}""", "")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"a"}]}""", "a")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"a"}]}""", "a,b")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":""}]}""", null)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":null}]}""", null)]
    [InlineData("""{"batchItemFailures":[{"wrong":"a"}]}""", null)]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"z"}]}""", null)]
    [InlineData("""{"batchItemFailures":{}}""", null)]
    [InlineData("\"done\"", null)]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    public void Reported_failures_are_understood_as_documented(string answer, string? failed)
    {
        var result = BatchAnswer.Failures(Encoding.UTF8.GetBytes(answer), new HashSet<string> { "a", "b" });
        Assert.Equal(failed, result is null ? null : string.Join(",", result.Order(StringComparer.Ordinal)));
    }

    [Fact]
    [Trait("feature", "lambda.sources")]
    public void A_queue_event_is_what_Lambda_sends()
    {
        var payload = SourceEvents.OfQueue(LambdaBench.QueueArn,
        [
            new()
            {
                MessageId = "m",
                ReceiptHandle = "h",
                Body = "hé\"llo",
                BodyMd5 = "5d",
                Attributes = new Dictionary<string, string> { ["ApproximateReceiveCount"] = "1", ["SenderId"] = "s" },
                AttributesMd5 = "6e",
                MessageAttributes = new Dictionary<string, QueueMessageAttribute>
                {
                    ["t"] = new("String", "v", null),
                    ["b"] = new("Binary", null, [1, 2, 3]),
                },
            },
        ]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(payload), JsonNode.Parse("""
            {"Records":[{"messageId":"m","receiptHandle":"h","body":"hé\"llo","attributes":{"ApproximateReceiveCount":"1","SenderId":"s"},
            "messageAttributes":{"t":{"stringValue":"v","stringListValues":[],"binaryListValues":[],"dataType":"String"},
            "b":{"binaryValue":"AQID","stringListValues":[],"binaryListValues":[],"dataType":"Binary"}},
            "md5OfBody":"5d","md5OfMessageAttributes":"6e","eventSource":"aws:sqs",
            "eventSourceARN":"arn:aws:sqs:us-east-1:000000000000:source","awsRegion":"us-east-1"}]}
            """)), Encoding.UTF8.GetString(payload));
    }

    [Fact]
    [Trait("feature", "lambda.sources")]
    public void A_stream_event_is_what_Lambda_sends()
    {
        var payload = SourceEvents.OfStream(LambdaBench.StreamArn, "shardId-000000000000", LambdaBench.Role,
        [
            new()
            {
                Offset = 0,
                SequenceNumber = "495",
                PartitionKey = "p",
                ArrivalTimestamp = DateTimeOffset.FromUnixTimeMilliseconds(1545084650987),
                Data = "hello"u8.ToArray(),
            },
        ]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(payload), JsonNode.Parse("""
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"p","sequenceNumber":"495","data":"aGVsbG8=",
            "approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000000:495",
            "eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::000000000000:role/function","awsRegion":"us-east-1",
            "eventSourceARN":"arn:aws:kinesis:us-east-1:000000000000:stream/source"}]}
            """)), Encoding.UTF8.GetString(payload));
    }

    [Fact]
    public async Task Settings_out_of_range_or_not_built_are_refused_and_the_rest_kept()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        var before = bench.Resolver.Resolve(bench.Call, "work").Version;
        FunctionSettings[] wrong =
        [
            new() { TimeoutSeconds = 0 }, new() { TimeoutSeconds = 901 }, new() { MemoryMegabytes = 127 }, new() { Runtime = "java21" },
            new() { Runtime = "cobol" }, new() { Handler = "a b" }, new() { Unbuilt = ["Layers"] }, new() { LogFormat = "JSON" },
            new() { Environment = new Dictionary<string, string> { ["AWS_REGION"] = "x" } },
            new() { Environment = new Dictionary<string, string> { ["1x"] = "x" } },
            new() { Environment = new Dictionary<string, string> { ["X"] = new('x', 5000) } },
            new() { DeadLetterArn = "arn:aws:sns:us-east-1:000000000000:topic" },
        ];
        Assert.All(wrong, settings => Assert.Throws<ServiceException>(() => SettingRules.Apply(before, settings)));

        var after = SettingRules.Apply(before, new() { MemoryMegabytes = 512 });
        Assert.Equal(before with { MemoryMegabytes = 512 }, after);
    }

    [Fact]
    public async Task Mappings_that_cannot_work_are_refused_when_they_are_made()
    {
        using var bench = await new LambdaBench().WithFunctionAsync();
        bench.Streams.AddShard("shard-0");
        (Func<ValueTask<MappingState>> Make, string Says)[] wrong =
        [
            (() => bench.MapQueueAsync(settings => settings with { BatchSize = 11 }), "batch window"),
            (() => bench.MapQueueAsync(settings => settings with { StartingPosition = "LATEST" }), "StartingPosition"),
            (() => bench.MapQueueAsync(settings => settings with { Bisects = true }), "not valid for SQS"),
            (() => bench.MapQueueAsync(settings => settings with { Unbuilt = ["FilterCriteria"] }), "FilterCriteria"),
            (() => bench.MapQueueAsync(settings => settings with { FunctionName = "nobody" }), "Function not found"),
            (() => bench.MapQueueAsync(settings => settings with { SourceArn = "arn:aws:dynamodb:us-east-1:000000000000:table/t" }), "dynamodb"),
            (() => bench.MapStreamAsync(settings => settings with { StartingPosition = null }), "startingPosition"),
            (() => bench.MapStreamAsync(settings => settings with { StartingPosition = "AT_TIMESTAMP" }), "StartingPositionTimestamp"),
            (() => bench.MapStreamAsync(settings => settings with { BatchesAtOnce = 2 }), "ScalingConfig"),
        ];
        foreach (var (make, says) in wrong)
        {
            Assert.Contains(says, (await Assert.ThrowsAsync<ServiceException>(async () => await make())).Message);
        }

        bench.Authorizer.Allows = static request => request.Action != "sqs:DeleteMessage";
        Assert.Contains(
            "permissions to call DeleteMessage on SQS",
            (await Assert.ThrowsAsync<ServiceException>(async () => await bench.MapQueueAsync())).Message);
        bench.Authorizer.Allows = static _ => true;
        await bench.MapQueueAsync();
        Assert.Equal("ResourceConflictException", (await Assert.ThrowsAsync<ServiceException>(async () => await bench.MapQueueAsync())).Code);
    }

    [Fact]
    public async Task Reserved_concurrency_is_a_limit()
    {
        using var bench = await new LambdaBench().WithFunctionAsync(function => function with { ReservedConcurrency = 2 });
        var function = bench.Resolver.Resolve(bench.Call, "work").Function;
        var gate = new ConcurrencyGate();
        using var one = gate.Enter(function);
        var two = gate.Enter(function);

        var error = Assert.Throws<ServiceException>(() => gate.Enter(function));
        Assert.Equal(("TooManyRequestsException", 429), (error.Code, error.HttpStatus));
        two.Dispose();
        two.Dispose();
        gate.Enter(function).Dispose();
    }

    [Fact]
    public void Payloads_are_JSON_within_the_limits()
    {
        Assert.Equal("{}", Encoding.UTF8.GetString(Payloads.Check(default, isEvent: false).Span));
        Assert.Equal("InvalidRequestContentException", Assert.Throws<ServiceException>(() => Payloads.Check("{"u8.ToArray(), false)).Code);
        var large = Encoding.UTF8.GetBytes($"\"{new string('x', LambdaLimits.EventPayloadBytesMax)}\"");
        Assert.Equal(413, Assert.Throws<ServiceException>(() => Payloads.Check(large, isEvent: true)).HttpStatus);
        Assert.Equal(large.Length, Payloads.Check(large, isEvent: false).Length);
    }
}
