using System.Text.Json;

namespace Weir.Protocol.Tests.Logs;

/// <summary>Log groups through the AWS CLI and boto3.</summary>
public sealed class LogGroupStories(WeirFixture weir)
{
    [Fact]
    public async Task What_is_put_is_found_and_read()
    {
        var clients = weir.ClientsOf("210000000001");
        (await clients.AwsAsync("logs", "create-log-group", "--log-group-name", "/story/one")).Ok();
        (await clients.AwsAsync("logs", "create-log-stream", "--log-group-name", "/story/one", "--log-stream-name", "a")).Ok();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        (await clients.AwsAsync(
            "logs", "put-log-events", "--log-group-name", "/story/one", "--log-stream-name", "a", "--log-events",
            $"timestamp={now},message=INFO fine", $"timestamp={now + 1},message=ERROR 漢 broke")).Ok();

        var found = (await clients.AwsAsync(
            "logs", "filter-log-events", "--log-group-name", "/story/one", "--filter-pattern", "ERROR")).Ok();
        var read = (await clients.AwsAsync(
            "logs", "get-log-events", "--log-group-name", "/story/one", "--log-stream-name", "a", "--start-from-head")).Ok();

        using var answer = JsonDocument.Parse(found);
        Assert.Equal("ERROR 漢 broke", Assert.Single(answer.RootElement.GetProperty("events").EnumerateArray()).GetProperty("message").GetString());
        using var events = JsonDocument.Parse(read);
        Assert.Equal(2, events.RootElement.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task The_client_pages_through_a_long_stream_without_loss_or_repeat()
    {
        var result = await weir.ClientsOf("210000000002").PythonAsync("""
            import time
            logs = client("logs")
            logs.create_log_group(logGroupName="/story/long")
            logs.create_log_stream(logGroupName="/story/long", logStreamName="s")
            now = int(time.time() * 1000)
            logs.put_log_events(logGroupName="/story/long", logStreamName="s",
                logEvents=[{"timestamp": now + i // 10, "message": f"m{i}"} for i in range(2500)])
            seen = [event["message"] for page in logs.get_paginator("filter_log_events").paginate(
                logGroupName="/story/long", PaginationConfig={"PageSize": 700}) for event in page["events"]]
            print(seen == [f"m{i}" for i in range(2500)])
            try:
                logs.get_log_events(logGroupName="/story/long", logStreamName="none")
            except logs.exceptions.ResourceNotFoundException as problem:
                print(problem.response["Error"]["Message"])
            """);

        Assert.Equal("True\nThe specified log stream does not exist.\n", result.Ok());
    }
}
