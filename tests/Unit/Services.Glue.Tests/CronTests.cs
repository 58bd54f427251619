using Weir.Kernel.Core;
using Weir.Services.Glue.Domain;

namespace Weir.Services.Glue.Tests;

public sealed class CronTests
{
    [Theory]
    [InlineData("cron(15 12 * * ? *)", "2026-01-01T12:15", "2026-01-02T12:15")]
    [InlineData("cron(0/20 * * * ? *)", "2026-01-01T10:21", "2026-01-01T10:40")]
    [InlineData("cron(0 0 1 * ? *)", "2026-01-15T00:00", "2026-02-01T00:00")]
    [InlineData("cron(0 8 ? * MON-FRI *)", "2026-01-02T09:00", "2026-01-05T08:00")]
    [InlineData("cron(0 8 ? * 2#1 *)", "2026-01-05T09:00", "2026-02-02T08:00")]
    [InlineData("cron(0 8 L * ? *)", "2026-02-01T00:00", "2026-02-28T08:00")]
    [InlineData("cron(0 8 ? * 6L *)", "2026-01-01T00:00", "2026-01-30T08:00")]
    [InlineData("cron(0 8 1W * ? *)", "2026-07-31T23:00", "2026-08-03T08:00")]
    [InlineData("cron(30 6 29 FEB ? 2028)", "2026-01-01T00:00", "2028-02-29T06:30")]
    [InlineData("cron(0 0,12 ? JAN,MAR SUN *)", "2026-01-31T00:00", "2026-03-01T00:00")]
    public void The_next_time_is_as_written(string text, string after, string next) =>
        Assert.Equal(Time(next), CronSchedule.Parse(text).Next(Time(after)));

    [Fact]
    public void A_time_that_never_comes_is_none() =>
        Assert.Null(CronSchedule.Parse("cron(0 0 31 FEB ? *)").Next(Time("2026-01-01T00:00")));

    [Theory]
    [InlineData("")]
    [InlineData("rate(5 minutes)")]
    [InlineData("cron(* * * * *)")]
    [InlineData("cron(0 0 1 * MON *)")]
    [InlineData("cron(0 0 ? * ? *)")]
    [InlineData("cron(60 0 * * ? *)")]
    [InlineData("cron(0 5-2 * * ? *)")]
    public void What_is_no_schedule_is_refused(string text) => Assert.Throws<ServiceException>(() => CronSchedule.Parse(text));

    private static DateTimeOffset Time(string text) => new(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero);
}
