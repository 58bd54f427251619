using Weir.Engines.Formats.Text;

namespace Weir.Engines.Formats.Tests.Text;

public sealed class GrokTests
{
    /// <summary>Source: AWS Glue Developer Guide, "AWS Glue built-in patterns".</summary>
    [Theory]
    [InlineData("DATESTAMP_US", "03/21/2026 04:05:06")]
    [InlineData("DATESTAMP_EU", "21.03.2026-04:05:06")]
    [InlineData("CISCOTIMESTAMP", "Mar 21 04:05:06")]
    public void Documented_patterns_are_known(string name, string text) =>
        Assert.Equal([text], GrokPattern.Parse($"%{{{name}:x}}", "").Match(text));

    [Fact]
    public void What_is_unwanted_is_no_column()
    {
        var pattern = GrokPattern.Parse("%{WORD:level} %{WORD:UNWANTED} %{SIZE:size:long}", "SIZE %{NUMBER:UNWANTED}");
        Assert.Equal(["level", "size"], pattern.Names);
        Assert.Equal(["LOW", "5"], pattern.Match("LOW a 5"));
    }

    [Fact]
    public void A_typed_access_log_has_the_columns_of_a_plain_one()
    {
        const string Line = "1.2.3.4 - - [21/Mar/2026:04:05:06 +0100] \"GET /x HTTP/1.1\" 200 12";
        Assert.Equal(GrokPattern.Parse("%{COMMONAPACHELOG}", "").Match(Line), GrokPattern.Parse("%{COMMONAPACHELOG_DATATYPED}", "").Match(Line));
    }
}
