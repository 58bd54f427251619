using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;

namespace Weir.Engines.Iceberg.Tests;

/// <summary>The vectors are the specification's own (appendix B and the sections on transforms).</summary>
[Trait("feature", "athena.iceberg")]
public sealed class TransformTests
{
    private const long Noon = 1510871468000000; // 2017-11-16T22:31:08

    public static TheoryData<string, object, int> Hashes() => new()
    {
        { "int", 34, 2017239379 },
        { "long", 34L, 2017239379 },
        { "decimal(9, 2)", (Int128)1420, -500754589 },
        { "date", 17486, -653330422 },
        { "time", 81068000000L, -662762989 },
        { "timestamp", Noon, -2047944441 },
        { "timestamp", Noon + 1, -1207196810 },
        { "timestamptz", Noon, -2047944441 },
        { "timestamp_ns", (Noon * 1000) + 1, -2047944441 },
        { "string", "iceberg", 1210000089 },
        { "uuid", Guid.Parse("f79c3e09-677c-4bbd-a479-3f349cb785e7"), 1488055340 },
        { "fixed[4]", new byte[] { 0, 1, 2, 3 }, -188683207 },
        { "binary", new byte[] { 0, 1, 2, 3 }, -188683207 },
    };

    [Theory, MemberData(nameof(Hashes))]
    public void Buckets_hash_as_the_specification_says(string type, object value, int hash) =>
        Assert.Equal(hash, Transform.HashOf(PrimitiveType.Parse(type), value));

    [Fact]
    public void A_bucket_is_the_hash_without_its_sign_modulo_the_number()
    {
        Assert.Equal((2017239379 & int.MaxValue) % 16, Transform.Parse("bucket[16]").Apply(PrimitiveType.Int, 34));
        Assert.Equal((-653330422 & int.MaxValue) % 7, Transform.Parse("bucket[7]").Apply(PrimitiveType.Date, 17486));
    }

    public static TheoryData<string, int, object, object> Truncations() => new()
    {
        { "int", 10, 1, 0 },
        { "int", 10, -1, -10 },
        { "long", 10, 1L, 0L },
        { "long", 10, -1L, -10L },
        { "decimal(9, 2)", 50, (Int128)1065, (Int128)1050 },
        { "decimal(9, 2)", 10, (Int128)(-5), (Int128)(-10) },
        { "string", 3, "iceberg", "ice" },
        { "string", 2, "a😀b", "a😀" },
        { "binary", 2, new byte[] { 1, 2, 3 }, new byte[] { 1, 2 } },
    };

    [Theory, MemberData(nameof(Truncations))]
    public void Truncation_goes_down(string type, int width, object value, object expected) =>
        Assert.Equal(expected, Transform.Parse($"truncate[{width}]").Apply(PrimitiveType.Parse(type), value));

    [Theory]
    [InlineData("year", Noon, 47, "2017")]
    [InlineData("month", Noon, 574, "2017-11")]
    [InlineData("day", Noon, 17486, "2017-11-16")]
    [InlineData("hour", Noon, 419686, "2017-11-16-22")]
    [InlineData("year", -1L, -1, "1969")]
    [InlineData("month", -1L, -1, "1969-12")]
    [InlineData("day", -1L, -1, "1969-12-31")]
    [InlineData("hour", -1L, -1, "1969-12-31-23")]
    public void Times_fall_into_their_period_before_1970_too(string transform, long micros, int expected, string shown)
    {
        var parsed = Transform.Parse(transform);

        Assert.Equal(expected, parsed.Apply(PrimitiveType.Timestamp, micros));
        Assert.Equal(shown, parsed.Show(PrimitiveType.Timestamp, expected));
    }

    [Fact]
    public void Dates_of_every_year_go_there_and_back()
    {
        for (var day = DateOnly.MinValue; day < DateOnly.MaxValue.AddDays(-97); day = day.AddDays(97))
        {
            var days = day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
            Assert.Equal((day.Year, day.Month, day.Day), Dates.FromDays(days));
            Assert.Equal(days, Dates.ToDays(day.Year, day.Month, day.Day));
        }
    }

    [Fact]
    public void Null_has_no_partition_and_void_makes_every_value_null()
    {
        Assert.Null(Transform.Parse("bucket[4]").Apply(PrimitiveType.Int, null));
        Assert.Null(Transform.Void.Apply(PrimitiveType.Int, 5));
    }

    [Fact]
    public void A_transform_nobody_knows_is_kept_as_it_is_written()
    {
        var transform = Transform.Parse("zorder[3]");

        Assert.Equal(TransformKind.Unknown, transform.Kind);
        Assert.Equal("zorder[3]", transform.ToString());
    }

    public static TheoryData<string, object, string> Bytes() => new()
    {
        { "boolean", true, "01" },
        { "int", 34, "22000000" },
        { "long", 34L, "2200000000000000" },
        { "float", 1.5f, "0000C03F" },
        { "decimal(9, 2)", (Int128)1420, "058C" },
        { "decimal(38, 0)", (Int128)(-1), "FF" },
        { "decimal(38, 0)", (Int128)128, "0080" },
        { "string", "ice", "696365" },
        { "uuid", Guid.Parse("f79c3e09-677c-4bbd-a479-3f349cb785e7"), "F79C3E09677C4BBDA4793F349CB785E7" },
    };

    [Theory, MemberData(nameof(Bytes))]
    public void Values_have_the_binary_form_of_appendix_D(string type, object value, string hex)
    {
        var parsed = PrimitiveType.Parse(type);

        Assert.Equal(hex, Convert.ToHexString(Values.ToBytes(parsed, value)));
        Assert.Equal(value, Values.FromBytes(parsed, Convert.FromHexString(hex)));
    }

    [Fact]
    public void A_bound_written_before_a_column_was_widened_still_reads()
    {
        Assert.Equal(7L, Values.FromBytes(PrimitiveType.Long, Values.ToBytes(PrimitiveType.Int, 7)));
        Assert.Equal(1.5, Values.FromBytes(PrimitiveType.Double, Values.ToBytes(PrimitiveType.Float, 1.5f)));
    }
}
