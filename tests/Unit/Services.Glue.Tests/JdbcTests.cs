using Weir.Engines.Databases;
using Weir.Engines.Discovery.Folders;
using Weir.Kernel.Core;
using Weir.Services.Glue.Crawling;
using Weir.Services.Glue.Crawling.Jdbc;

namespace Weir.Services.Glue.Tests;

public sealed class JdbcTests
{
    [Theory]
    [InlineData("shop/sales/%", "sales", "orders", true)]
    [InlineData("shop/sales", "sales", "orders", true)]
    [InlineData("shop", "sales", "orders", true)]
    [InlineData("shop/%", "sales", "orders", true)]
    [InlineData("shop/sales/orders", "sales", "orders", true)]
    [InlineData("shop/sales/Orders", "sales", "orders", false)]
    [InlineData("shop/sales/ord%rs", "sales", "orders", true)]
    [InlineData("shop/sales/%e%s", "sales", "orders", true)]
    [InlineData("shop/sales/o%rdersx", "sales", "orders", false)]
    [InlineData("shop/s%s/%", "sales", "orders", true)]
    [InlineData("shop/salex/%", "sales", "orders", false)]
    [InlineData("shop/sales/or%rs%s", "sales", "orders", false)]
    public void A_path_means_tables_by_their_exact_names_and_percent_signs(string path, string schema, string table, bool isMeant) =>
        Assert.Equal(isMeant, JdbcPath.For(path, DatabaseKind.PostgreSql).Means(Table(schema, table)));

    [Fact]
    public void Databases_without_schemas_have_two_parts()
    {
        Assert.True(JdbcPath.For("shop/orders", DatabaseKind.MySql).Means(Table(null, "orders")));
        Assert.True(JdbcPath.For("sh%", DatabaseKind.MySql).MeansDatabase("shop"));
        Assert.Throws<CrawlFailure>(() => JdbcPath.For("shop/sales/orders", DatabaseKind.MySql));
        Assert.Throws<ServiceException>(() => JdbcPath.Parts("a//b"));
        Assert.Throws<ServiceException>(() => JdbcPath.Parts("a/b/c/d"));
        Assert.Throws<ServiceException>(() => JdbcPath.Parts(null));
    }

    [Fact]
    public void A_part_of_a_table_is_meant_only_by_its_own_name()
    {
        var part = Table("sales", "events_2026") with { Kind = RelationKind.Partition };
        Assert.False(JdbcPath.For("shop/sales/%", DatabaseKind.PostgreSql).Means(part));
        Assert.True(JdbcPath.For("shop/sales/events_2026", DatabaseKind.PostgreSql).Means(part));
    }

    [Theory]
    [InlineData("orders", true)]
    [InlineData("ord*", true)]
    [InlineData("sales/*", true)]
    [InlineData("shop/**", true)]
    [InlineData("*/tmp_*", false)]
    [InlineData("{a,b}*", false)]
    [InlineData("[a-z]rders", true)]
    public void Exclusions_are_globs_of_a_table_or_of_its_path(string exclusion, bool isExcluded) =>
        Assert.Equal(isExcluded, JdbcPath.IsExcluded(Table("sales", "orders"), [GlobPattern.Parse(exclusion)]));

    [Theory]
    [InlineData("numeric(38,38)", "decimal(38,38)")]
    [InlineData("numeric(39,0)", "string")]
    [InlineData("numeric(2,-37)", "string")]
    [InlineData("numeric(2,-36)", "decimal(38,0)")]
    [InlineData("numeric(1,39)", "string")]
    [InlineData("bit(1)", "boolean")]
    [InlineData("bit varying(1)", "string")]
    [InlineData("timestamp(0) with time zone", "timestamp")]
    [InlineData("character varying(10)[]", "array<string>")]
    [InlineData("public.geometry(Point,4326)", "string")]
    [InlineData("numeric(", "string")]
    [InlineData("", "string")]
    public void Types_of_PostgreSQL_at_their_edges(string native, string hive) => Assert.Equal(hive, TypeOf(DatabaseKind.PostgreSql, native));

    [Theory]
    [InlineData("tinyint(1) unsigned", "smallint")]
    [InlineData("tinyint(4)", "tinyint")]
    [InlineData("decimal(38,0) unsigned", "decimal(38,0)")]
    [InlineData("decimal(65,30)", "string")]
    [InlineData("enum('int unsigned')", "string")]
    [InlineData("double(5,2)", "double")]
    [InlineData("int(10) unsigned zerofill", "bigint")]
    [InlineData("vector(3)", "string")]
    public void Types_of_MySQL_at_their_edges(string native, string hive) => Assert.Equal(hive, TypeOf(DatabaseKind.MySql, native));

    [Fact]
    public void Names_are_lower_case_and_columns_that_differ_in_case_alone_stay_two()
    {
        var table = Table("Sales", "Order Lines") with { Columns = [new("Id", "integer"), new("id", "integer"), new("id_1", "text")] };
        Assert.Equal("p_shop_sales_order_lines", JdbcTables.Name("P_", table));
        var (made, why) = JdbcTables.Of(DatabaseKind.PostgreSql, table, "t", "crawler", "connection", []);
        Assert.Equal(["id", "id_1", "id_1_1"], made.StorageDescriptor!.Columns!.Select(column => column.Name));
        Assert.Contains(why, line => line.Contains("column id is called id_1", StringComparison.Ordinal));
        Assert.Equal("shop.Sales.Order Lines", made.StorageDescriptor.Location);
    }

    private static string TypeOf(DatabaseKind kind, string native) => JdbcTypes.Of(kind, new("c", native)).Type.ToString();

    private static DatabaseTable Table(string? schema, string name) =>
        new() { Catalog = "shop", Schema = schema, Name = name, Kind = RelationKind.Table, Columns = [new("id", "integer")] };
}
