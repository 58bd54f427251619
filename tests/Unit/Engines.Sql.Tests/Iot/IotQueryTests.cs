using System.Text;
using Weir.Engines.Sql.Iot;
using Weir.Tests.Support;

namespace Weir.Engines.Sql.Tests.Iot;

/// <summary>Rule SQL as the AWS IoT Developer Guide documents it; most rows are its own examples.</summary>
public sealed class IotQueryTests
{
    private const string Color = """{"color":"red","temperature":50}""";
    private const string Nested = """{"color":{"red":255,"green":0,"blue":0},"temperature":50}""";
    private const string Senml = """
        {"e":[{"n":"temperature","u":"Cel","t":1234,"v":22.5},{"n":"light","u":"lm","t":1235,"v":135},{"n":"acidity","u":"pH","t":1235,"v":7}]}
        """;

    [Theory]
    [InlineData("SELECT color FROM 'topic/subtopic'", Color, """{"color":"red"}""")]
    [InlineData("SELECT color AS my_color FROM 'topic/subtopic'", Color, """{"my_color":"red"}""")]
    [InlineData("SELECT color as my_color, temperature as fahrenheit FROM 't'", Color, """{"my_color":"red","fahrenheit":50}""")]
    [InlineData("SELECT *, 15 as speed FROM 't'", Color, """{"color":"red","temperature":50,"speed":15}""")]
    [InlineData("SELECT *, 15 as color FROM 't'", Color, """{"color":15,"temperature":50}""")]
    [InlineData("SELECT VALUE color FROM 't'", Color, "\"red\"")]
    [InlineData("SELECT color.red as red_value FROM 't'", Nested, """{"red_value":255}""")]
    [InlineData("SELECT color.red FROM 't'", Nested, """{"red":255}""")]
    [InlineData("SELECT (temperature - 32) * 5 / 9 AS celsius, upper(color) as my_color FROM 't'", Color, """{"celsius":10,"my_color":"RED"}""")]
    [InlineData("SELECT color.red AS a.b, color.blue AS a.c FROM 't'", Nested, """{"a":{"b":255,"c":0}}""")]
    [InlineData("SELECT missing, temperature FROM 't'", Color, """{"temperature":50}""")]
    [InlineData("SELECT NULL AS n FROM 't'", Color, """{"n":null}""")]
    [InlineData("SELECT (SELECT VALUE n FROM e) as sensors FROM 'my/topic'", Senml, """{"sensors":["temperature","light","acidity"]}""")]
    [InlineData("SELECT (SELECT v FROM e WHERE n = 'temperature') as temperature FROM 't'", Senml, """{"temperature":[{"v":22.5}]}""")]
    [InlineData("SELECT get((SELECT v FROM e WHERE n = 'temperature'), 0).v as temperature FROM 't'", Senml, """{"temperature":22.5}""")]
    [InlineData(
        "SELECT {'latitude': get(lat_long, 0),'longitude':get(lat_long, 1)} as lat_long FROM 't'",
        """{"lat_long":[47.606,-122.332]}""",
        """{"lat_long":{"latitude":47.606,"longitude":-122.332}}""")]
    [InlineData("SELECT [lat,long] as lat_long FROM 't'", """{"lat":47.696,"long":-122.332}""", """{"lat_long":[47.696,-122.332]}""")]
    [InlineData(
        "SELECT CASE color WHEN 'green' THEN 'go' WHEN 'yellow' THEN 'caution' WHEN 'red' THEN 'stop' ELSE 'off' END as instructions FROM 't'",
        """{"color":"yellow"}""",
        """{"instructions":"caution"}""")]
    [InlineData("SELECT decode(encoded_temp,\"base64\").temperature AS temp from 't'", """{"encoded_temp":"eyAidGVtcGVyYXR1cmUiOiAzMyB9Cg=="}""", """{"temp":33}""")]
    [InlineData("SELECT temp, md5(deviceid) AS hashed_id FROM 't'", """{"deviceid":"iot123","temp":54.98}""", """{"temp":54.98,"hashed_id":"e37f81fb397e595c4aeb5645b8cbbbd1"}""")]
    [InlineData(
        "select value transform(\"enrichArray\", attributes, values) from 'A/B'",
        """{"attributes":{"data1":1,"data2":2},"values":[{"a":3},{"b":4}]}""",
        """[{"a":3,"data1":1,"data2":2},{"b":4,"data1":1,"data2":2}]""")]
    [InlineData("SELECT get(get(get(mydata,\"item2\"),\"0\"),\"my-key\") AS k FROM 't'", """{"mydata":{"item2":{"0":{"my-key":"myValue"}}}}""", """{"k":"myValue"}""")]
    [InlineData("SELECT temperature FROM 't'", """{"temperature":10.0}""", """{"temperature":10}""")]
    [InlineData("SELECT temperature FROM 't'", """{"temperature":1.50}""", """{"temperature":1.50}""")]
    [InlineData("SELECT name FROM 't'", """{"name":"<한국> & é"}""", """{"name":"<한국> & é"}""")]
    public void A_statement_makes_of_a_message_what_the_guide_says(string sql, string payload, string expected)
    {
        Assert.Equal(expected, Run(sql, payload));
    }

    [Theory]
    [InlineData("temperature > 50", false)]
    [InlineData("temperature >= 50", true)]
    [InlineData("temperature > 40 AND color <> 'blue'", true)]
    [InlineData("temperature > 50 AND color <> 'red'", false)]
    [InlineData("temperature > 90 OR color = 'red'", true)]
    [InlineData("NOT temperature > 90", true)]
    [InlineData("missing = 1", false)]
    [InlineData("missing <> 1", false)]
    [InlineData("NOT (missing = 1)", false)]
    [InlineData("isUndefined(missing)", true)]
    [InlineData("color IN ('blue', 'red')", true)]
    [InlineData("color NOT IN ('blue', 'green')", true)]
    [InlineData("temperature IN [1, 50]", true)]
    [InlineData("startswith(color, 're') AND topic(1) = 'dev'", true)]
    [InlineData("color", false)]
    [InlineData("'true'", true)]
    public void Where_decides_whether_actions_run(string condition, bool expected)
    {
        using var input = Input(Color);

        Assert.Equal(expected, IotQuery.Parse($"SELECT * FROM 'dev/#' WHERE {condition}").Evaluate(input).IsMatch);
    }

    [Fact]
    public void Exists_looks_into_arrays()
    {
        using var input = Input(Senml);

        Assert.True(IotQuery.Parse("SELECT * FROM 't' WHERE EXISTS (SELECT * FROM e WHERE v > 100)").Evaluate(input).IsMatch);
        Assert.False(IotQuery.Parse("SELECT * FROM 't' WHERE EXISTS (SELECT * FROM e WHERE v > 1000)").Evaluate(input).IsMatch);
    }

    [Theory]
    [InlineData("{ \"a\" :  1.0 }")]
    [InlineData("not json")]
    [InlineData("")]
    public void Select_star_passes_the_bytes_on_unchanged(string payload)
    {
        Assert.Equal(payload, Run("SELECT * FROM 't'", payload));
    }

    [Fact]
    public void A_binary_message_can_be_encoded_whole()
    {
        using var input = new IotInput(new SeededIds());
        input.Reset("t", new byte[] { 0xFF, 0x00 }, 0);

        var outcome = IotQuery.Parse("SELECT encode(*, 'base64') AS data FROM 't'").Evaluate(input);

        Assert.Equal("""{"data":"/wA="}""", Encoding.UTF8.GetString(outcome.Payload.Span));
    }

    [Theory]
    [InlineData("SELECT a FROM 't'")]
    [InlineData("SELECT *, 1 AS b FROM 't'")]
    [InlineData("SELECT * FROM 't' WHERE a = 1")]
    [InlineData("SELECT * FROM 't' WHERE isUndefined(a)")]
    public void Malformed_json_is_an_error_and_never_a_silent_miss(string sql)
    {
        using var input = Input("{\"a\":");

        var outcome = IotQuery.Parse(sql).Evaluate(input);

        Assert.False(outcome.IsMatch);
        Assert.NotNull(outcome.Error);
    }

    [Theory]
    [InlineData("SELECT")]
    [InlineData("SELECT FROM 't'")]
    [InlineData("SELECT * FROM t")]
    [InlineData("SELECT * FROM 't' WHERE")]
    [InlineData("SELECT * FROM 't' extra")]
    [InlineData("SELECT nosuch(1) FROM 't'")]
    [InlineData("SELECT upper() FROM 't'")]
    [InlineData("SELECT 'open FROM t")]
    [InlineData("SELECT cast(a AS money) FROM 't'")]
    [InlineData("SELECT CASE a END FROM 't'")]
    [InlineData("DELETE FROM 't'")]
    [InlineData("")]
    public void What_is_not_rule_sql_is_refused(string sql)
    {
        Assert.Throws<SqlException>(() => IotQuery.Parse(sql));
    }

    [Fact]
    public void A_statement_nested_too_deeply_is_refused_not_overflowed()
    {
        Assert.Throws<SqlException>(() => IotQuery.Parse($"SELECT {new string('(', 10_000)}1 FROM 't'"));
        Assert.Throws<SqlException>(() => IotQuery.Parse($"SELECT {string.Concat(Enumerable.Repeat("upper(", 5_000))}1 FROM 't'"));
    }

    [Fact]
    public void Whatever_the_text_parsing_ends_in_a_statement_or_a_refusal()
    {
        var random = new Random(7);
        string[] words =
        [
            "SELECT", "*", "FROM", "'a/b'", "WHERE", "a", ".", "b", "(", ")", "[", "]", "{", "}", ",", ":", "1", "2.5", "1e9", "AS", "AND", "OR",
            "NOT", "IN", "CASE", "WHEN", "THEN", "ELSE", "END", "upper", "get", "VALUE", "EXISTS", "+", "-", "/", "%", "<>", "'x", "\"", "$",
        ];
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 20)).Select(_ => words[random.Next(words.Length)]));
            try
            {
                using var input = Input(Color);
                IotQuery.Parse(text).Evaluate(input);
            }
            catch (SqlException)
            {
                // a refusal is an answer
            }
        }
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a/${topic(2)}/b", "a/x/b")]
    [InlineData("${color}-${temperature}", "red-50")]
    [InlineData("${parse_time('yyyy/MM/dd', timestamp())}/k", "2020/09/13/k")]
    [InlineData("${missing}", "")]
    [InlineData("${ {'a': 1}.a }", "1")]
    public void A_template_is_filled_from_the_message(string template, string expected)
    {
        using var input = Input(Color);

        Assert.Equal(expected, IotTemplate.Parse(template).Evaluate(input));
    }

    [Fact]
    public void A_template_that_is_not_closed_is_refused()
    {
        Assert.Throws<SqlException>(() => IotTemplate.Parse("a/${topic("));
    }

    internal static IotInput Input(string payload)
    {
        var input = new IotInput(new SeededIds()) { ClientId = "client-1", Principal = "principal-1", AccountId = "123456789012" };
        input.Reset("dev/x/t", Encoding.UTF8.GetBytes(payload), 1_600_000_000_000);
        return input;
    }

    private static string Run(string sql, string payload)
    {
        using var input = Input(payload);
        var outcome = IotQuery.Parse(sql).Evaluate(input);
        Assert.Null(outcome.Error);
        Assert.True(outcome.IsMatch);
        return Encoding.UTF8.GetString(outcome.Payload.Span);
    }
}
