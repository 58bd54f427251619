using System.Text;
using Weir.Engines.DuckDb;
using Weir.Kernel.Core;
using Weir.Services.Firehose.Domain;

namespace Weir.Services.Firehose.Tests;

public sealed class RowReaderTests
{
    [Theory]
    [InlineData("int", "1", 1)]
    [InlineData("int", "\"1\"", 1)]
    [InlineData("int", "1.0", 1)]
    [InlineData("int", "1e3", 1000)]
    [InlineData("bigint", "9223372036854775807", long.MaxValue)]
    [InlineData("smallint", "-32768", short.MinValue)]
    [InlineData("tinyint", "127", (sbyte)127)]
    [InlineData("double", "1.5", 1.5)]
    [InlineData("double", "\"1.5\"", 1.5)]
    [InlineData("boolean", "true", true)]
    [InlineData("boolean", "\"false\"", false)]
    [InlineData("string", "12.50", "12.50")]
    [InlineData("string", "true", "true")]
    [InlineData("string", "{\"a\": [1]}", "{\"a\":[1]}")]
    [InlineData("string", "null", null)]
    public void A_value_becomes_its_columns_type(string type, string json, object? expected) =>
        Assert.Equal(expected, One(type, json));

    [Theory]
    [InlineData("int", "2147483648")]
    [InlineData("int", "1.5")]
    [InlineData("int", "\"x\"")]
    [InlineData("int", "true")]
    [InlineData("int", "{}")]
    [InlineData("tinyint", "128")]
    [InlineData("boolean", "1")]
    [InlineData("double", "\"\"")]
    [InlineData("double", "1e999")]
    [InlineData("timestamp", "\"yesterday\"")]
    [InlineData("timestamp", "66666666666666666666666666666")]
    [InlineData("date", "\"2026-13-01\"")]
    [InlineData("decimal(3,1)", "100")]
    [InlineData("array<int>", "1")]
    [InlineData("array<int>", "[1,\"x\"]")]
    [InlineData("struct<a:int>", "[1]")]
    public void A_value_that_does_not_fit_is_refused_with_its_column(string type, string json) =>
        Assert.Contains("Column c", Assert.Throws<RowException>(() => One(type, json)).Message);

    [Theory]
    [InlineData("\"2026-01-02 03:04:05\"", "2026-01-02T03:04:05")]
    [InlineData("\"2026-01-02 03:04:05.678901\"", "2026-01-02T03:04:05.678901")]
    [InlineData("\"2026-01-02T03:04:05Z\"", "2026-01-02T03:04:05")]
    [InlineData("\"2026-01-02T03:04:05.5+09:00\"", "2026-01-01T18:04:05.5")]
    [InlineData("\"2026-1-2 3:4:5\"", "2026-01-02T03:04:05")]
    [InlineData("1767323045", "2026-01-02T03:04:05")]
    [InlineData("1767323045.5", "2026-01-02T03:04:05.5")]
    [InlineData("1767323045500", "2026-01-02T03:04:05.5")]
    [InlineData("\"1767323045500\"", "2026-01-02T03:04:05.5")]
    public void A_time_is_read_in_its_usual_forms(string json, string expected) =>
        Assert.Equal(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), One("timestamp", json));

    [Fact]
    public void A_hive_reader_takes_its_own_time_formats()
    {
        var options = new JsonOptions { TimestampFormats = ["dd/MM/yyyy HH:mm", "millis"] };

        Assert.Equal(new DateTime(2026, 2, 1, 3, 4, 0), One("timestamp", "\"01/02/2026 03:04\"", options));
        Assert.Equal(new DateTime(1970, 1, 1, 0, 0, 1), One("timestamp", "1000", options));
    }

    [Theory]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2026-02-01T03:04:05.678+0900")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss.SSSZ", "2026-02-01T03:04:05.678+09:00")]
    [InlineData("dd/MMM/yyyy:HH:mm:ss.SSS Z", "01/Feb/2026:03:04:05.678 +0900")]
    [InlineData("YYYY-MM-dd K:mm:ss.SSS a Z", "2026-02-01 3:04:05.678 AM +0900")]
    [InlineData("EEE, d MMM yyyy h:mm:ss.SSS a Z", "Sun, 1 Feb 2026 3:04:05.678 AM +0900")]
    public void Patterns_read_zones_names_and_quoted_letters(string pattern, string text) =>
        Assert.Equal(new DateTime(2026, 1, 31, 18, 4, 5, 678), One("timestamp", $"\"{text}\"", new JsonOptions { TimestampFormats = [pattern] }));

    [Fact]
    public void A_pattern_that_means_nothing_is_refused() =>
        Assert.Contains("bbb", Assert.Throws<ServiceException>(() => new TimestampParser(["yyyy bbb"])).Message);

    [Fact]
    public void Decimals_are_rounded_to_their_scale() =>
        Assert.Equal(new DuckDecimal(12346, 2), One("decimal(10,2)", "123.456"));

    [Fact]
    public void Keys_find_columns_by_case_mapping_and_dots()
    {
        DuckField[] columns = [Column("id", "int"), Column("ts", "string"), Column("a_b", "int")];
        var reader = new RowReader(columns, new()
        {
            DotsBecomeUnderscores = true,
            KeyOfColumn = new Dictionary<string, string> { ["ts"] = "timestamp" },
        });

        var row = Assert.Single(reader.Read("""{"Id":1,"TimeStamp":"x","a.b":2,"other":{"deep":[1,{}]}}"""u8.ToArray()));

        Assert.Equal([1, "x", 2], row);
        var exact = new RowReader(columns, new() { IsCaseInsensitive = false });
        Assert.Equal([null, null, null], Assert.Single(exact.Read("""{"Id":1}"""u8.ToArray())));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[{\"c\":1}]")]
    [InlineData("1")]
    [InlineData("{\"c\":1")]
    [InlineData("{\"c\":1}x")]
    public void What_is_not_json_objects_is_refused(string record) =>
        Assert.Equal("DataFormatConversion.ParseError",
            Assert.Throws<RowException>(() => new RowReader([Column("c", "int")], new()).Read(Encoding.UTF8.GetBytes(record))).Code);

    [Fact]
    public void Deep_nesting_is_refused_not_followed() =>
        Assert.Throws<RowException>(() => new RowReader([Column("c", "string")], new()).Read(Encoding.UTF8.GetBytes(
            "{\"c\":" + new string('[', 10_000) + new string(']', 10_000) + "}")));

    [Fact]
    public void Any_bytes_give_rows_or_a_row_exception()
    {
        var random = new Random(3);
        var reader = new RowReader([Column("c", "struct<a:array<int>,m:map<string,timestamp>>"), Column("d", "decimal(5,2)")], new());
        var good = """{"c":{"a":[1,2],"m":{"k":"2026-01-02 03:04:05"}},"d":12.5}"""u8.ToArray();
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = good.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            try
            {
                reader.Read(bytes);
            }
            catch (RowException)
            {
                // the only thing it may throw
            }
        }
    }

    private static object? One(string type, string json, JsonOptions? options = null) =>
        Assert.Single(new RowReader([Column("c", type)], options ?? new()).Read(Encoding.UTF8.GetBytes($"{{\"c\":{json}}}")))[0];

    private static DuckField Column(string name, string type) => new(name, HiveTypes.Parse(type)!);
}
