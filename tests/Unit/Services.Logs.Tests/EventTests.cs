namespace Weir.Services.Logs.Tests;

public sealed class EventTests
{
    private readonly LogsHarness _logs = new();

    [Fact]
    public async Task Events_come_back_in_the_order_of_time_and_arrival()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "b"), (_logs.Now, "c"), (_logs.Now + 5, "d"));
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now - 5, "a"));

        var page = await _logs.GetAsync();

        Assert.Equal(["a", "b", "c", "d"], page.Events!.Select(each => each.Message));
    }

    [Fact]
    public async Task Without_startFromHead_the_newest_events_come_first_page_by_page()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "a"), (_logs.Now, "b"), (_logs.Now, "c"));

        var newest = await _logs.GetAsync(limit: 2, fromHead: false);
        var older = await _logs.GetAsync(newest.NextBackwardToken, limit: 2);
        var none = await _logs.GetAsync(older.NextBackwardToken, limit: 2);

        Assert.Equal(["b", "c"], newest.Events!.Select(each => each.Message));
        Assert.Equal(["a"], older.Events!.Select(each => each.Message));
        Assert.Empty(none.Events!);
        Assert.Equal(older.NextBackwardToken, none.NextBackwardToken);
    }

    [Fact]
    public async Task A_forward_token_at_the_end_stays_until_more_events_come()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "a"));

        var first = await _logs.GetAsync();
        var end = await _logs.GetAsync(first.NextForwardToken);
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now + 1, "b"));
        var more = await _logs.GetAsync(end.NextForwardToken);

        Assert.Equal(first.NextForwardToken, end.NextForwardToken);
        Assert.Equal(["b"], more.Events!.Select(each => each.Message));
    }

    [Fact]
    public async Task A_batch_out_of_order_is_refused_whole()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);

        var error = await LogsHarness.RefusedAsync(
            async () => await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "a"), (_logs.Now - 1, "b")));

        Assert.Equal("InvalidParameterException", error.Code);
        Assert.Contains("chronological order", error.Message, StringComparison.Ordinal);
        Assert.Empty((await _logs.GetAsync()).Events!);
    }

    [Fact]
    public async Task Events_too_old_and_too_new_are_told_and_left_out()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);
        var day = (long)TimeSpan.FromDays(1).TotalMilliseconds;

        var old = await _logs.PutAsync(LogsHarness.Stream, (_logs.Now - (15 * day), "old"), (_logs.Now - (14 * day) - 1, "older"));
        var mixed = await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "good"), (_logs.Now + (day / 8), "new"));

        Assert.Equal(2, old.RejectedLogEventsInfo!.TooOldLogEventEndIndex);
        Assert.Equal(1, mixed.RejectedLogEventsInfo!.TooNewLogEventStartIndex);
        Assert.Equal(["good"], (await _logs.GetAsync()).Events!.Select(each => each.Message));
    }

    [Theory]
    [InlineData("nope", LogsHarness.Stream, "log group")]
    [InlineData(LogsHarness.Group, "nope", "log stream")]
    public async Task What_does_not_exist_is_named(string group, string stream, string missing)
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);

        var error = await LogsHarness.RefusedAsync(async () => await _logs.Do(
            new Operations.GetLogEvents(_logs.Logs), new() { LogGroupName = group, LogStreamName = stream }));

        Assert.Equal("ResourceNotFoundException", error.Code);
        Assert.Contains(missing, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_drops_old_events_and_only_those()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "old"));
        await _logs.Do(new Operations.PutRetentionPolicy(_logs.Logs), new() { LogGroupName = LogsHarness.Group, RetentionInDays = 1 });
        _logs.Clock.Advance(TimeSpan.FromHours(25));
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "new"));

        await _logs.Sweeper.SweepAsync(CancellationToken.None);

        Assert.Equal(["new"], (await _logs.GetAsync()).Events!.Select(each => each.Message));
    }

    [Fact]
    public async Task A_deleted_streams_events_are_not_those_of_a_new_one_of_its_name()
    {
        await _logs.MakeAsync(streams: LogsHarness.Stream);
        await _logs.PutAsync(LogsHarness.Stream, (_logs.Now, "old"));
        await _logs.Do(
            new Operations.DeleteLogStream(_logs.Logs), new() { LogGroupName = LogsHarness.Group, LogStreamName = LogsHarness.Stream });
        await _logs.Do(
            new Operations.CreateLogStream(_logs.Logs), new() { LogGroupName = LogsHarness.Group, LogStreamName = LogsHarness.Stream });

        Assert.Empty((await _logs.GetAsync()).Events!);
        await _logs.Sweeper.SweepAsync(CancellationToken.None);
        Assert.Empty(_logs.Logs.Garbage());
    }
}
