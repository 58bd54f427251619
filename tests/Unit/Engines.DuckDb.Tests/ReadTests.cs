namespace Weir.Engines.DuckDb.Tests;

public sealed class ReadTests(DuckFixture duck) : IClassFixture<DuckFixture>
{
    public static TheoryData<string, string> Values() => new()
    {
        { "true", "True" },
        { "(-128)::TINYINT", "-128" },
        { "(-32768)::SMALLINT", "-32768" },
        { "(-2147483648)::INTEGER", "-2147483648" },
        { "(-9223372036854775808)::BIGINT", "-9223372036854775808" },
        { "255::UTINYINT", "255" },
        { "65535::USMALLINT", "65535" },
        { "4294967295::UINTEGER", "4294967295" },
        { "18446744073709551615::UBIGINT", "18446744073709551615" },
        { "(-170141183460469231731687303715884105728)::HUGEINT", "-170141183460469231731687303715884105728" },
        { "340282366920938463463374607431768211455::UHUGEINT", "340282366920938463463374607431768211455" },
        { "1.5::FLOAT", "1.5" },
        { "2.25::DOUBLE", "2.25" },
        { "(-0.05)::DECIMAL(4,2)", "-0.05" },
        { "123456.789::DECIMAL(9,3)", "123456.789" },
        { "123456789012.345678::DECIMAL(18,6)", "123456789012.345678" },
        { "99999999999999999999999999999999999999::DECIMAL(38,0)", "99999999999999999999999999999999999999" },
        { "'twelve bytes'", "twelve bytes" },
        { "'thirteen bytes and more'", "thirteen bytes and more" },
        { "''", "" },
        { "'물결'", "물결" },
        { "DATE '2026-02-28'", "02/28/2026" },
        { "DATE '1901-12-31'", "12/31/1901" },
        { "TIME '23:59:58.5'", "23:59" },
        { "TIMESTAMP '2026-01-02 03:04:05.000006'", "01/02/2026 03:04:05" },
        { "TIMESTAMP_S '2026-01-02 03:04:05'", "01/02/2026 03:04:05" },
        { "TIMESTAMP_MS '2026-01-02 03:04:05.006'", "01/02/2026 03:04:05" },
        { "TIMESTAMP_NS '2026-01-02 03:04:05.000000700'", "01/02/2026 03:04:05" },
        { "TIMESTAMPTZ '2026-01-02 03:04:05+09:00'", "01/01/2026 18:04:05 +00:00" },
        { "'0f0e0d0c-0b0a-0908-0706-050403020100'::UUID", "0f0e0d0c-0b0a-0908-0706-050403020100" },
        { "'b'::ENUM('a', 'b')", "b" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_reads_as_what_it_is(string sql, string expected)
    {
        var value = duck.Scalar($"SELECT {sql}");

        Assert.Equal(expected, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Fractions_of_time_are_kept()
    {
        Assert.Equal(new DateTime(2026, 1, 2, 3, 4, 5).AddTicks(60), duck.Scalar("SELECT TIMESTAMP '2026-01-02 03:04:05.000006'"));
        Assert.Equal(new TimeOnly(1, 2, 3).Add(TimeSpan.FromMicroseconds(4)), duck.Scalar("SELECT TIME '01:02:03.000004'"));
        var zoned = Assert.IsType<DuckTimeTz>(duck.Scalar("SELECT '01:02:03-08:30'::TIMETZ"));
        Assert.Equal(-(8 * 3600) - 1800, zoned.OffsetSeconds);
        Assert.Equal(3_723_000_000, zoned.Micros);
        Assert.Equal(new DuckInterval(14, 3, 4_000_005), duck.Scalar("SELECT INTERVAL '1 year 2 months 3 days 4.000005 seconds'"));
    }

    [Fact]
    public void Blobs_and_bits_are_bytes()
    {
        Assert.Equal([0, 0xFF, 65], Assert.IsType<byte[]>(duck.Scalar(@"SELECT '\x00\xFFA'::BLOB")));
        Assert.Equal(3, Assert.IsType<byte[]>(duck.Scalar("SELECT '0101011'::BIT"))[0] + 2);
    }

    [Fact]
    public void Nested_values_keep_their_nulls_and_order()
    {
        var list = (object?[])duck.Scalar("SELECT [1, NULL, 3]")!;
        var fields = (object?[])duck.Scalar("SELECT {'a': 1, 'b': [{'c': 'x'}, NULL]}")!;
        var map = (KeyValuePair<object, object?>[])duck.Scalar("SELECT MAP {'k': 1, 'l': NULL}")!;
        var array = (object?[])duck.Scalar("SELECT [1, 2]::INTEGER[2]")!;

        Assert.Equal([1, null, 3], list);
        Assert.Equal(1, fields[0]);
        Assert.Equal("x", ((object?[])((object?[])fields[1]!)[0]!)[0]);
        Assert.Null(((object?[])fields[1]!)[1]);
        Assert.Equal([new("k", 1), new("l", null)], map);
        Assert.Equal([1, 2], array);
        Assert.Equal("str", duck.Scalar("SELECT union_value(s := 'str')"));
        Assert.Null(duck.Scalar("SELECT NULL"));
        Assert.Null(duck.Scalar("SELECT NULL::INTEGER[]"));
    }

    [Fact]
    public void Types_write_themselves_as_duckdb_reads_them()
    {
        const string Sql = "SELECT [1]::BIGINT[] a, {'x y': 1.5::DECIMAL(10,2), 'z': MAP {'k': DATE '2020-01-01'}} b, [1,2]::TINYINT[2] c";
        using var result = duck.Connection.Query(Sql);

        var types = result.Columns.Select(column => column.Type.ToString()).ToArray();

        Assert.Equal(["BIGINT[]", "STRUCT(\"x y\" DECIMAL(10,2), \"z\" MAP(VARCHAR, DATE))", "TINYINT[2]"], types);
    }

    [Fact]
    public void Many_chunks_come_whole_and_in_order()
    {
        using var result = duck.Connection.Query("SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE 'v' || i END FROM range(10000) t(i)");
        var (next, chunks) = (0L, 0);
        while (result.NextChunk() is { } chunk)
        {
            chunks++;
            var numbers = chunk[0].Values<long>();
            var texts = chunk[1];
            for (var row = 0; row < chunk.RowCount; row++)
            {
                Assert.Equal(next, numbers[row]);
                Assert.Equal(next % 3 != 0, texts.IsValid(row));
                if (texts.IsValid(row))
                {
                    Assert.Equal($"v{next}", texts.Text(row));
                }

                next++;
            }
        }

        Assert.Equal(10_000, next);
        Assert.True(chunks >= 5, $"{chunks} chunks");
    }

    [Fact]
    public void Parameters_are_values_never_text()
    {
        var row = duck.Rows("SELECT $1, $2::BIGINT + 1, $3, $4, $5", "'; DROP TABLE x; --", 41L, 1.5, null, true)[0];

        Assert.Equal(["'; DROP TABLE x; --", 42L, 1.5, null, true], row);
    }

    [Fact]
    public void A_span_of_the_wrong_width_is_refused()
    {
        using var result = duck.Connection.Query("SELECT 1::INTEGER");
        var chunk = result.NextChunk()!;

        Assert.Throws<InvalidOperationException>(() => { _ = chunk[0].Values<long>(); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = chunk[0].IsValid(1); });
    }
}
