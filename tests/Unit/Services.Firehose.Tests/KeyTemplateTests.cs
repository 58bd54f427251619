using Weir.Kernel.Core;
using Weir.Services.Firehose.Domain;
using Weir.Tests.Support;

namespace Weir.Services.Firehose.Tests;

public sealed class KeyTemplateTests
{
    private static readonly DateTimeOffset Time = new(2026, 8, 7, 6, 5, 4, 30, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "2026/08/07/06/")]
    [InlineData("", "2026/08/07/06/")]
    [InlineData("raw", "raw2026/08/07/06/")]
    [InlineData("raw/", "raw/2026/08/07/06/")]
    [InlineData("p/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/", "p/year=2026/month=08/day=07/hour=06/")]
    [InlineData("!{timestamp:'the' yyyy-MM-dd'T'HH:mm:ss.SSS}", "the 2026-08-07T06:05:04.030")]
    [InlineData("!{timestamp:E EEEE MMM MMMM D a h yy}", "Fri Friday Aug August 219 AM 6 26")]
    public void A_prefix_evaluates_as_documented(string? prefix, string expected) =>
        Assert.Equal(expected, KeyTemplate.Prefix(prefix, Time, new SeededIds()));

    [Theory]
    [InlineData(null, null, "processing-failed/2026/08/07/06/")]
    [InlineData("raw/", null, "raw/processing-failed/2026/08/07/06/")]
    [InlineData("raw/", "err/", "err/processing-failed/2026/08/07/06/")]
    [InlineData("raw/", "err/!{firehose:error-output-type}/!{timestamp:yyyy}/", "err/processing-failed/2026/")]
    public void An_error_prefix_names_the_kind_of_error(string? prefix, string? errorPrefix, string expected) =>
        Assert.Equal(expected, KeyTemplate.ErrorPrefix(prefix, errorPrefix, Time, "processing-failed", new SeededIds()));

    [Fact]
    public void Each_random_string_is_another()
    {
        var parts = KeyTemplate.Prefix("!{firehose:random-string}/!{firehose:random-string}/", Time, new SeededIds()).Split('/');

        Assert.NotEqual(parts[0], parts[1]);
        Assert.Equal(11, parts[0].Length);
    }

    [Theory]
    [InlineData("!{timestamp:yyyy}/", null)]
    [InlineData("!{firehose:error-output-type}/", "e/!{firehose:error-output-type}/")]
    [InlineData("raw/", "e/!{timestamp:yyyy}/")]
    [InlineData("!{timestamp:yyyy/", "e/!{firehose:error-output-type}/")]
    [InlineData("!{timestamp:bbb}/", "e/!{firehose:error-output-type}/")]
    [InlineData("!{partitionKeyFromQuery:id}/", "e/!{firehose:error-output-type}/")]
    public void Expressions_that_the_service_refuses_are_refused(string prefix, string? errorPrefix) =>
        Assert.Equal("InvalidArgumentException", Assert.Throws<ServiceException>(() => KeyTemplate.Check(prefix, errorPrefix)).Code);

    [Fact]
    public void A_time_zone_moves_the_hour()
    {
        var seoul = TimeZoneInfo.ConvertTime(Time, KeyTemplate.ZoneOf("Asia/Seoul"));

        Assert.Equal("2026/08/07/15/", KeyTemplate.Prefix(null, seoul, new SeededIds()));
        Assert.Throws<ServiceException>(() => KeyTemplate.ZoneOf("Mars/Olympus"));
    }
}
