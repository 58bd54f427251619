using Weir.Services.Logs.Operations;

namespace Weir.Services.Logs.Tests;

public sealed class GroupTests
{
    private readonly LogsHarness _logs = new();

    [Fact]
    public async Task A_second_group_of_a_name_is_refused()
    {
        await _logs.MakeAsync();

        Assert.Equal("ResourceAlreadyExistsException", (await LogsHarness.RefusedAsync(() => _logs.MakeAsync())).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("line\n")]
    public async Task A_bad_name_is_refused_naming_the_member(string name)
    {
        var error = await LogsHarness.RefusedAsync(() => _logs.MakeAsync(name));

        Assert.Equal("InvalidParameterException", error.Code);
        Assert.Contains("'logGroupName'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_are_listed_by_prefix_and_page()
    {
        foreach (var name in (string[])["a-1", "a-2", "a-3", "b"])
        {
            await _logs.MakeAsync(name);
        }

        var first = await _logs.Do(new DescribeLogGroups(_logs.Logs), new() { LogGroupNamePrefix = "a-", Limit = 2 });
        var second = await _logs.Do(
            new DescribeLogGroups(_logs.Logs), new() { LogGroupNamePrefix = "a-", Limit = 2, NextToken = first.NextToken });

        Assert.Equal(["a-1", "a-2"], first.LogGroups!.Select(group => group.LogGroupName));
        Assert.Equal(["a-3"], second.LogGroups!.Select(group => group.LogGroupName));
        Assert.Null(second.NextToken);
    }

    [Fact]
    public async Task Streams_are_ordered_by_their_last_event_when_asked()
    {
        await _logs.MakeAsync(streams: ["x", "y", "z"]);
        await _logs.PutAsync("y", (_logs.Now, "1"));
        await _logs.PutAsync("x", (_logs.Now + 1, "2"));

        var page = await _logs.Do(
            new DescribeLogStreams(_logs.Logs),
            new() { LogGroupName = LogsHarness.Group, OrderBy = "LastEventTime", Descending = true, Limit = 2 });
        var rest = await _logs.Do(
            new DescribeLogStreams(_logs.Logs),
            new() { LogGroupName = LogsHarness.Group, OrderBy = "LastEventTime", Descending = true, NextToken = page.NextToken });

        Assert.Equal(["x", "y"], page.LogStreams!.Select(stream => stream.LogStreamName));
        Assert.Equal(["z"], rest.LogStreams!.Select(stream => stream.LogStreamName));
    }

    [Fact]
    public async Task A_group_may_be_named_by_its_arn()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);
        var arn = (await _logs.Do(new DescribeLogGroups(_logs.Logs), new())).LogGroups![0].Arn;

        var page = await _logs.Do(
            new GetLogEvents(_logs.Logs), new() { LogGroupIdentifier = arn, LogStreamName = LogsHarness.Stream });

        Assert.Empty(page.Events!);
    }

    [Fact]
    public async Task Deleting_a_group_deletes_its_streams()
    {
        await _logs.MakeAsync(streams: ["x", "y"]);
        await _logs.Do(new DeleteLogGroup(_logs.Logs), new() { LogGroupName = LogsHarness.Group });
        await _logs.MakeAsync();

        Assert.Empty((await _logs.Do(new DescribeLogStreams(_logs.Logs), new() { LogGroupName = LogsHarness.Group })).LogStreams!);
    }

    [Fact]
    public async Task Lines_of_other_services_make_their_group_and_stream()
    {
        _logs.Writer.Append("000000000000", "us-east-1", LogsHarness.Group, LogsHarness.Stream, _logs.Clock.GetUtcNow(), "START");
        _logs.Writer.Append("000000000000", "us-east-1", LogsHarness.Group, LogsHarness.Stream, _logs.Clock.GetUtcNow(), "");

        Assert.Equal(2, await _logs.Writer.WriteBatchAsync(CancellationToken.None));

        Assert.Equal(["START", " "], (await _logs.GetAsync()).Events!.Select(each => each.Message));
    }

    [Fact]
    public async Task A_stop_writes_every_line_that_waits()
    {
        for (var at = 0; at < LogsLimits.WriteBehindBatch + 10; at++)
        {
            _logs.Writer.Append("000000000000", "us-east-1", LogsHarness.Group, LogsHarness.Stream, _logs.Clock.GetUtcNow(), $"{at}");
        }

        await _logs.Writer.StopAsync(CancellationToken.None);

        Assert.Equal(LogsLimits.WriteBehindBatch + 10, (await _logs.GetAsync()).Events!.Count);
    }

    [Fact]
    public async Task A_retention_that_AWS_does_not_offer_is_refused()
    {
        await _logs.MakeAsync();

        var error = await LogsHarness.RefusedAsync(async () => await _logs.Do(
            new PutRetentionPolicy(_logs.Logs), new() { LogGroupName = LogsHarness.Group, RetentionInDays = 2 }));

        Assert.Contains("'retentionInDays'", error.Message, StringComparison.Ordinal);
    }
}
