using System.Buffers;
using System.Globalization;
using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Results;

namespace Weir.Services.Athena.Tests;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("true", "boolean", "true")]
    [InlineData("(-5)::TINYINT", "tinyint", "-5")]
    [InlineData("9223372036854775807::BIGINT", "bigint", "9223372036854775807")]
    [InlineData("1::DOUBLE", "double", "1.0")]
    [InlineData("0.1::DOUBLE", "double", "0.1")]
    [InlineData("0.1::FLOAT", "real", "0.1")]
    [InlineData("(-0.50)::DECIMAL(10,2)", "decimal(10,2)", "-0.50")]
    [InlineData("'a''\"b'", "varchar", "a'\"b")]
    [InlineData("'ab'", "char(4)", "ab  ")]
    [InlineData(@"'\x00\xFFA'::BLOB", "varbinary", "00 ff 41")]
    [InlineData("DATE '2026-01-02'", "date", "2026-01-02")]
    [InlineData("DATE '0044-03-15 (BC)'", "date", "-0043-03-15")]
    [InlineData("DATE '12026-01-02'", "date", "+12026-01-02")]
    [InlineData("TIMESTAMP '2026-01-02 03:04:05.678901'", "timestamp", "2026-01-02 03:04:05.678")]
    [InlineData("TIMESTAMP '1969-12-31 23:59:59.999'", "timestamp", "1969-12-31 23:59:59.999")]
    [InlineData("TIMESTAMP '2026-01-02 03:04:05.678901'", "timestamp(6)", "2026-01-02 03:04:05.678901")]
    [InlineData("TIMESTAMP '2026-01-02 03:04:05'", "timestamp(0)", "2026-01-02 03:04:05")]
    [InlineData("TIME '03:04:05.678'", "time", "03:04:05.678")]
    [InlineData("'03:04:05.678-08:30'::TIMETZ", "time with time zone", "03:04:05.678-08:30")]
    [InlineData("{'t': TIMESTAMPTZ '2026-07-02 03:04:05+00', 'z': 'America/New_York'}", "timestamp with time zone", "2026-07-01 23:04:05.000 America/New_York")]
    [InlineData("{'t': TIMESTAMPTZ '2026-01-02 03:04:05+00', 'z': '+09:00'}", "timestamp with time zone", "2026-01-02 12:04:05.000 +09:00")]
    [InlineData("{'t': TIMESTAMPTZ '2026-01-02 03:04:05+00', 'z': 'UTC'}", "timestamp with time zone", "2026-01-02 03:04:05.000 UTC")]
    [InlineData("[1, NULL, 3]", "array(integer)", "[1, null, 3]")]
    [InlineData("['a', 'b, c']", "array(varchar)", "[a, b, c]")]
    [InlineData("MAP {'k': 1.0::DOUBLE, 'l': NULL}", "map(varchar, double)", "{k=1.0, l=null}")]
    [InlineData("{'a': 1, 'b': [{'c': 'x'}]}", "row(a integer, b array(row(c varchar)))", "{a=1, b=[{c=x}]}")]
    [InlineData("{'field0': 1, 'field1': 'x'}", "row(integer, varchar)", "{field0=1, field1=x}")]
    [InlineData("INTERVAL '1 day 2 hours 3.5 seconds'", "interval day to second", "1 02:00:03.500")]
    [InlineData("INTERVAL '-90 minutes'", "interval day to second", "-0 01:30:00.000")]
    [InlineData("INTERVAL '14 months'", "interval year to month", "1-2")]
    [InlineData("'{\"a\":[1]}'::JSON", "json", "{\"a\":[1]}")]
    [InlineData("'0f0e0d0c-0b0a-0908-0706-050403020100'::UUID", "uuid", "0f0e0d0c-0b0a-0908-0706-050403020100")]
    [Trait("feature", "athena.results")]
    public void A_value_is_written_as_athena_writes_it(string sql, string type, string expected)
    {
        using var database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 128L << 20 });
        using var connection = database.Connect();
        using var result = connection.Query($"SELECT {sql}");
        var output = new ArrayBufferWriter<byte>();

        ValueText.Write(output, result.NextChunk()![0], 0, SqlTypes.Parse(type));

        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(0.0, "0.0")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(100.0, "100.0")]
    [InlineData(1234567.0, "1234567.0")]
    [InlineData(12345678.0, "1.2345678E7")]
    [InlineData(1e7, "1.0E7")]
    [InlineData(0.001, "0.001")]
    [InlineData(0.00099, "9.9E-4")]
    [InlineData(1e21, "1.0E21")]
    [InlineData(1.5e-10, "1.5E-10")]
    [InlineData(123456789.125, "1.23456789125E8")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(double.MaxValue, "1.7976931348623157E308")]
    public void Doubles_are_written_as_java_does(double value, string expected) => Assert.Equal(expected, JavaNumbers.Text(value));

    [Fact]
    public void Java_numbers_read_back_as_the_same_number()
    {
        var random = new Random(7);
        for (var round = 0; round < 20_000; round++)
        {
            var value = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(value))
            {
                Assert.Equal(value, double.Parse(JavaNumbers.Text(value), CultureInfo.InvariantCulture));
            }
        }
    }

    [Fact]
    public void Dates_agree_with_the_calendar()
    {
        for (var day = -800_000; day < 2_000_000; day += 997)
        {
            var date = DateOnly.FromDayNumber(Math.Clamp(day + 719_162, 0, DateOnly.MaxValue.DayNumber));
            Assert.Equal(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), TimeText.Date(date.DayNumber - 719_162));
        }
    }
}
