using Weir.Services.Logs.Domain;

namespace Weir.Services.Logs.Tests;

public sealed class FilterTests
{
    private readonly LogsHarness _logs = new();

    [Theory]
    [InlineData("", "anything", true)]
    [InlineData("ERROR", "an ERROR came", true)]
    [InlineData("ERROR", "an error came", false)]
    [InlineData("ERROR timeout", "ERROR: timeout", true)]
    [InlineData("ERROR timeout", "ERROR: refused", false)]
    [InlineData("?ERROR ?WARN", "WARN low disk", true)]
    [InlineData("?ERROR ?WARN", "INFO fine", false)]
    [InlineData("ERROR -expected", "ERROR expected", false)]
    [InlineData("ERROR -expected", "ERROR other", true)]
    [InlineData("\"low disk\"", "WARN low disk", true)]
    [InlineData("\"low disk\"", "disk low", false)]
    [InlineData("\"say \\\"hi\\\"\"", "they say \"hi\"", true)]
    public void Terms_decide(string pattern, string message, bool matches) =>
        Assert.Equal(matches, FilterPattern.Parse(pattern).Matches(message));

    [Theory]
    [InlineData("{ $.level = \"ERROR\" }", "NotImplemented")]
    [InlineData("[ip, user]", "NotImplemented")]
    [InlineData("%[0-9]+%", "NotImplemented")]
    [InlineData("\"open", "InvalidParameterException")]
    [InlineData("a&b", "InvalidParameterException")]
    public void What_is_not_understood_is_refused_by_name(string pattern, string code) =>
        Assert.Equal(code, Assert.Throws<Kernel.Core.ServiceException>(() => FilterPattern.Parse(pattern)).Code);

    [Fact]
    public async Task A_search_merges_streams_by_time_and_pages_without_loss_or_repeat()
    {
        await _logs.MakeAsync(streams: ["one", "two", "three"]);
        for (var at = 0; at < 30; at++)
        {
            await _logs.PutAsync(((string[])["one", "two", "three"])[at % 3], (_logs.Now + (at / 2), $"m{at}"));
        }

        var found = new List<string>();
        string? token = null;
        do
        {
            var page = await _logs.FilterAsync(token: token, limit: 7);
            found.AddRange(page.Events!.Select(each => each.Message!));
            token = page.NextToken;
        }
        while (token is not null);

        Assert.Equal(30, found.Distinct().Count());
        Assert.Equal(30, found.Count);
        Assert.Equal(found.Select(Time), found.Select(Time).Order());

        static int Time(string message) => int.Parse(message.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture) / 2;
    }

    [Fact]
    public async Task An_end_time_is_included_in_a_search()
    {
        await _logs.MakeAsync(streams: "one");
        await _logs.PutAsync("one", (_logs.Now, "a"), (_logs.Now + 1, "b"));

        var page = await _logs.Do(
            new Operations.FilterLogEvents(_logs.Logs), new() { LogGroupName = LogsHarness.Group, EndTime = _logs.Now });

        Assert.Equal(["a"], page.Events!.Select(each => each.Message));
    }
}
