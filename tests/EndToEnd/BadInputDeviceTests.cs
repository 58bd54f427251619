using Weir.Tests.Support;

namespace Weir.EndToEnd.Tests;

/// <summary>What devices and producers send wrongly is refused or reported where AWS does; what is around it arrives.</summary>
[Collection(BadInputCollection.Name)]
public sealed class BadInputDeviceTests(BadInputPlatform weir)
{
    [Fact, Trait("feature", "iot.rules")]
    public Task Payloads_that_are_no_json_go_to_the_error_action_and_the_others_to_the_stream() => weir.Clients.RunBadInputAsync("""
        client("s3").create_bucket(Bucket="device-errors")
        client("kinesis").create_stream(StreamName="devices", ShardCount=1)
        device = role("device")
        client("iot").create_topic_rule(ruleName="devices", topicRulePayload={
            "sql": "SELECT *, topic(2) AS device FROM 'in/+'", "awsIotSqlVersion": "2016-03-23",
            "actions": [{"kinesis": {"roleArn": device, "streamName": "devices", "partitionKey": "${topic()}"}}],
            "errorAction": {"s3": {"roleArn": device, "bucketName": "device-errors", "key": "${newuuid()}"}}})
        bad = [b'{"v":', b'\xff\xfe\x00', b"", b"[1,2]", b'{"v":NaN}', b"21.5 degrees"]
        for number, payload in enumerate(bad):
            assert publish("in/a", b'{"v":%d}' % number).returncode == 0
            assert publish("in/b", payload).returncode == 0
        assert publish("in/a", b'{"v":99}').returncode == 0
        assert [json.loads(data) for data in read_stream("devices")] == [{"v": v, "device": "a"} for v in [*range(len(bad)), 99]]
        errors = [json.loads(body) for body in objects("device-errors").values()]
        assert sorted(base64.b64decode(error["base64OriginalPayload"]) for error in errors) == sorted(bad), errors
        for error in errors:
            assert (error["ruleName"], error["topic"]) == ("devices", "in/b") and error["clientId"] and error["cloudwatchTraceId"], error
            assert error["failures"][0]["failedAction"] == "SqlEvaluation" and error["failures"][0]["errorMessage"], error
        """);

    [Fact, Trait("feature", "iot.mqtt")]
    public Task A_payload_over_the_limit_ends_the_connection_and_is_never_acknowledged() => weir.Clients.RunBadInputAsync("""
        client("kinesis").create_stream(StreamName="large", ShardCount=1)
        client("iot").create_topic_rule(ruleName="large", topicRulePayload={"sql": "SELECT * FROM 'large/+'", "awsIotSqlVersion": "2016-03-23",
            "actions": [{"kinesis": {"roleArn": role("large"), "streamName": "large", "partitionKey": "a"}}]})
        def reading(size): return b'{"v":"' + b"x" * (size - 8) + b'"}'
        limit = 128 * 1024
        old = publish("large/a", reading(limit + 1), "-d")
        assert old.returncode != 0 and b"PUBACK" not in old.stdout, old
        new = publish("large/a", reading(limit + 1), "-d", "-V", "mqttv5")
        assert b"DISCONNECT (149)" in new.stdout and b"PUBACK" not in new.stdout, new  # 0x95: packet too large
        fails(lambda: client("iot-data").publish(topic="large/a", qos=1, payload=reading(limit + 1)), "RequestEntityTooLargeException", 413)
        assert publish("large/a", reading(limit)).returncode == 0
        assert [len(data) for data in read_stream("large")] == [limit]
        """);

    [Fact, Trait("feature", "kinesis.core")]
    public Task A_record_over_one_mebibyte_is_refused_by_name_and_its_neighbours_are_kept() => weir.Clients.RunBadInputAsync("""
        kinesis = once("kinesis")
        kinesis.create_stream(StreamName="limits", ShardCount=1)
        mebibyte = 1024 * 1024
        put = lambda size: kinesis.put_record(StreamName="limits", Data=b"x" * size, PartitionKey="a")
        put(mebibyte)
        message = fails(lambda: put(mebibyte + 1), "ValidationException", 400)
        assert "'data' failed to satisfy constraint" in message and "1048576" in message, message
        batch = [{"Data": b"y", "PartitionKey": "a"}, {"Data": b"x" * (mebibyte + 1), "PartitionKey": "a"}]
        message = fails(lambda: kinesis.put_records(StreamName="limits", Records=batch), "ValidationException", 400)
        assert "1048576" in message, message
        assert kinesis.put_records(StreamName="limits", Records=batch[:1])["FailedRecordCount"] == 0
        assert [len(data) for data in read_stream("limits")] == [mebibyte, 1]
        """);
}
