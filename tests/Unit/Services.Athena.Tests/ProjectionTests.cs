using Weir.Contracts;
using Weir.Engines.Sql.Binding;
using Weir.Engines.Sql.Types;
using Weir.Services.Athena.Queries;
using Weir.Services.Athena.Scans.Projection;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>Partitions by properties of the table: which ones a condition leaves, and where they lie.</summary>
[Trait("feature", "athena.partitions")]
public sealed class ProjectionTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 15, 10, 30, 0, TimeSpan.Zero));

    [Fact]
    public void An_enum_is_its_values_and_integers_have_steps_and_digits() => Assert.Equal(
        "s3://b/t/kind=a/n=007/ s3://b/t/kind=a/n=010/ s3://b/t/kind=b/n=007/ s3://b/t/kind=b/n=010/",
        Locations(Table("kind string; n int", ("kind.type", "enum"), ("kind.values", "a, b"),
            ("n.type", "integer"), ("n.range", "7,12"), ("n.interval", "3"), ("n.digits", "3"))));

    [Fact]
    public void Dates_reach_to_now_and_by_units()
    {
        Assert.Equal("2026-03-13 2026-03-14 2026-03-15", Values(Table("dt string", ("dt.type", "date"), ("dt.format", "yyyy-MM-dd"), ("dt.range", "NOW-2DAYS,NOW"))));
        Assert.Equal("2025/11 2026/01 2026/03", Values(Table("dt string", ("dt.type", "date"), ("dt.format", "yyyy/MM"), ("dt.range", "2025/11,NOW"), ("dt.interval", "2"))));
        Assert.Equal("2026-03-15-08 2026-03-15-09 2026-03-15-10", Values(Table(
            "dt string", ("dt.type", "date"), ("dt.format", "yyyy-MM-dd-HH"), ("dt.range", "NOW-2HOURS , NOW"), ("dt.interval", "1"), ("dt.interval.unit", "HOURS"))));
        Assert.Equal("Feb-2026 Mar-2026 Apr-2026", Values(Table("dt string", ("dt.type", "date"), ("dt.format", "MMM-yyyy"), ("dt.range", "Feb-2026,NOW+1MONTH"))));
    }

    [Fact]
    public void A_template_says_where_partitions_lie() => Assert.Equal(
        "s3://other/2026/x/",
        Locations(Table("kind string; y int", ("kind.type", "enum"), ("kind.values", "x"), ("y.type", "integer"), ("y.range", "2026,2026"),
            ("storage.location.template", "s3://other/${y}/${kind}"))));

    [Fact]
    public void Huge_ranges_cost_what_the_condition_leaves_of_them()
    {
        var table = Table(
            "d string; n bigint; s string", ("d.type", "date"), ("d.format", "yyyy/MM/dd/HH"), ("d.range", "1990/01/01/00,NOW"), ("d.interval", "1"),
            ("d.interval.unit", "HOURS"), ("n.type", "integer"), ("n.range", "0,9000000000000"), ("s.type", "integer"), ("s.range", "0,999999"), ("s.digits", "6"));
        var filter = new AllOfFilter([
            Test("d", ColumnTestKind.GreaterOrEqual, "2024/02/29/22"), Test("d", ColumnTestKind.Less, "2024/03/01/01"),
            Test("n", ColumnTestKind.In, 5m, 8999999999999m, -1m), Test("s", ColumnTestKind.StartsWith, "00001"), Test("s", ColumnTestKind.Greater, "000017")]);
        Assert.Equal(3 * 2 * 2, List(table, filter).Count);
        Assert.Equal(["2024/02/29/22", "5", "000018"], List(table, filter)[0].Values);
    }

    [Fact]
    public void Typed_dates_are_compared_as_dates()
    {
        var table = Table("d date", ("d.type", "date"), ("d.format", "yyyy-MM-dd"), ("d.range", "2020-01-01,NOW"));
        Assert.Equal("2026-03-14 2026-03-15", Values(table, Test("d", ColumnTestKind.Greater, new DateTime(2026, 3, 13))));
        Assert.Equal("2020-02-29", Values(table, Test("d", ColumnTestKind.Equal, new DateTime(2020, 2, 29))));
        Assert.Equal("", Values(table, Test("d", ColumnTestKind.Equal, new DateTime(2019, 2, 28))));
    }

    [Fact]
    public void Conditions_that_only_the_values_can_answer_are_asked_of_each()
    {
        var table = Table("dt string", ("dt.type", "date"), ("dt.format", "dd-MM-yyyy"), ("dt.range", "01-01-2026,NOW"));
        Assert.Equal("28-02-2026", Values(table, Test("dt", ColumnTestKind.Equal, "28-02-2026")));
        Assert.Equal(31, List(table, Test("dt", ColumnTestKind.Less, "99"), values => values[0].EndsWith("01-2026", StringComparison.Ordinal)).Count);
    }

    [Fact]
    public void An_injected_column_needs_to_be_compared_with_values()
    {
        var table = Table("id string", ("id.type", "injected"));
        Assert.Equal("a b", Values(table, Test("id", ColumnTestKind.In, "b", "a")));
        foreach (var filter in new[] { ColumnFilter.All, Test("id", ColumnTestKind.Greater, "a"), new AnyOfFilter([Test("id", ColumnTestKind.Equal, "a"), Test("x", ColumnTestKind.Equal, "a")]) })
        {
            Assert.StartsWith("CONSTRAINT_VIOLATION", Assert.Throws<QueryFailure>(() => List(table, filter)).Message);
        }
    }

    [Fact]
    public void Too_many_partitions_are_refused_before_they_are_made()
    {
        var table = Table("n bigint", ("n.type", "integer"), ("n.range", "0,9000000000000"));
        Assert.StartsWith("HIVE_EXCEEDED_PARTITION_LIMIT", Assert.Throws<QueryFailure>(() => List(table, ColumnFilter.All)).Message);
    }

    [Theory]
    [InlineData("missing projection configuration: [k]")]
    [InlineData("Unknown projection type", "k.type", "other")]
    [InlineData("Missing required property: projection.k.values", "k.type", "enum")]
    [InlineData("needs to be a list of 2 values", "k.type", "integer", "k.range", "1")]
    [InlineData("Invalid range", "k.type", "integer", "k.range", "9,1")]
    [InlineData("Invalid range", "k.type", "integer", "k.range", "a,b")]
    [InlineData("invalid value: 0", "k.type", "integer", "k.range", "1,2", "k.interval", "0")]
    [InlineData("Missing required property: projection.k.format", "k.type", "date", "k.range", "1,2")]
    [InlineData("contains an invalid value: soon", "k.type", "date", "k.range", "2026,soon", "k.format", "yyyy")]
    [InlineData("interval.unit' needs to be set", "k.type", "date", "k.range", "NOW,NOW", "k.format", "yyyyMMddHH")]
    [InlineData("Unknown interval unit", "k.type", "date", "k.range", "NOW,NOW", "k.format", "yyyy", "k.interval.unit", "EONS")]
    [InlineData("unknown column x", "k.type", "enum", "k.values", "a", "storage.location.template", "s3://b/${k}/${x}")]
    [InlineData("missing the column k", "k.type", "enum", "k.values", "a", "storage.location.template", "s3://b/")]
    public void What_is_wrong_with_the_properties_is_said(string expected, params string[] properties)
    {
        var table = Table("k string", [.. properties.Chunk(2).Select(pair => (pair[0], pair[1]))]);
        var message = Assert.Throws<QueryFailure>(() => List(table, ColumnFilter.All)).Message;
        Assert.StartsWith("HIVE_INVALID_METADATA", message);
        Assert.Contains(expected, message);
    }

    private static ColumnTest Test(string column, ColumnTestKind kind, params object[] values) =>
        new(new SqlColumn(column, SqlTypes.Parse("varchar"), IsPartition: true), kind, [.. values]);

    private string Locations(CatalogTable table) => string.Join(' ', List(table, ColumnFilter.All).Select(partition => partition.Storage.Location));

    private string Values(CatalogTable table, ColumnFilter? filter = null) =>
        string.Join(' ', List(table, filter ?? ColumnFilter.All).Select(partition => string.Join('|', partition.Values)));

    private List<CatalogPartition> List(CatalogTable table, ColumnFilter filter, Func<IReadOnlyList<string>, bool>? keep = null) =>
        [.. new ProjectedPartitions(table, _clock).List(filter, keep)];

    private static CatalogTable Table(string keys, params (string Key, string Value)[] properties) => new()
    {
        Database = "db",
        Name = "t",
        PartitionKeys = [.. keys.Split(';').Select(key => key.Trim().Split(' ')).Select(key => new CatalogColumn(key[0], key[1]))],
        Parameters = properties.ToDictionary(
            pair => pair.Key.StartsWith("storage", StringComparison.Ordinal) ? pair.Key : "projection." + pair.Key, pair => pair.Value),
        Storage = new() { Location = "s3://b/t/", SerializationLibrary = ScanHost.Lazy },
    };
}
