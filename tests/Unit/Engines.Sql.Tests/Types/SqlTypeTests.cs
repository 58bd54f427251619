using Weir.Engines.Sql.Types;

namespace Weir.Engines.Sql.Tests.Types;

public sealed class SqlTypeTests
{
    [Theory]
    [InlineData("int", "integer", "int")]
    [InlineData("string", "varchar", "string")]
    [InlineData("varchar(10)", "varchar(10)", "varchar(10)")]
    [InlineData("decimal(10,2)", "decimal(10,2)", "decimal(10,2)")]
    [InlineData("decimal", "decimal(38,0)", "decimal(38,0)")]
    [InlineData("float", "real", "float")]
    [InlineData("binary", "varbinary", "binary")]
    [InlineData("timestamp", "timestamp(3)", "timestamp")]
    [InlineData("array<struct<A:int,b:map<string,double>>>", "array(row(a integer, b map(varchar, double)))", "array<struct<a:int,b:map<string,double>>>")]
    [InlineData("row(x bigint, varchar)", "row(x bigint, varchar)", "struct<x:bigint,field1:string>")]
    public void A_type_has_a_form_in_each_dialect(string written, string trino, string hive)
    {
        var type = SqlTypes.Parse(written);

        Assert.Equal((trino, hive), (type.ToString(), type.ToHive()));
        Assert.Equal(type, SqlTypes.Parse(type.ToString()));
    }

    [Theory]
    [InlineData("integer", "bigint", "bigint")]
    [InlineData("bigint", "decimal(10,2)", "decimal(21,2)")]
    [InlineData("decimal(5,1)", "decimal(5,3)", "decimal(7,3)")]
    [InlineData("decimal(5,1)", "double", "double")]
    [InlineData("real", "bigint", "real")]
    [InlineData("varchar(3)", "varchar(5)", "varchar(5)")]
    [InlineData("date", "timestamp(3)", "timestamp(3)")]
    [InlineData("timestamp(6)", "timestamp(3) with time zone", "timestamp(6) with time zone")]
    [InlineData("array(integer)", "array(double)", "array(double)")]
    [InlineData("unknown", "json", "json")]
    [InlineData("varchar", "integer", null)]
    [InlineData("boolean", "integer", null)]
    [InlineData("json", "varchar", null)]
    public void Two_types_share_one_or_none(string left, string right, string? common)
    {
        Assert.Equal(common, Coercion.Common(SqlTypes.Parse(left), SqlTypes.Parse(right))?.ToString());
        Assert.Equal(common, Coercion.Common(SqlTypes.Parse(right), SqlTypes.Parse(left))?.ToString());
    }

    [Theory]
    [InlineData("wat")]
    [InlineData("decimal(39,0)")]
    [InlineData("array")]
    [InlineData("timestamp(13)")]
    public void A_type_that_is_none_is_refused(string text) => Assert.Throws<SqlException>(() => SqlTypes.Parse(text));
}
