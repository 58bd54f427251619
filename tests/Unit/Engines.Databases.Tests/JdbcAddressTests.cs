namespace Weir.Engines.Databases.Tests;

public sealed class JdbcAddressTests
{
    [Theory]
    [InlineData("jdbc:postgresql://db.example:6432/shop", DatabaseKind.PostgreSql, "db.example", 6432, "shop")]
    [InlineData("jdbc:postgresql://db.example/shop?ssl=false", DatabaseKind.PostgreSql, "db.example", 5432, "shop")]
    [InlineData("jdbc:mysql://10.0.0.1:3307/", DatabaseKind.MySql, "10.0.0.1", 3307, null)]
    [InlineData("JDBC:mariadb://db", DatabaseKind.MySql, "db", 3306, null)]
    [InlineData("jdbc:mysql://[::1]:3306/a%20b", DatabaseKind.MySql, "::1", 3306, "a b")]
    [InlineData("jdbc:mysql://[fe80::1]/shop", DatabaseKind.MySql, "fe80::1", 3306, "shop")]
    public void An_address_is_taken_apart(string text, DatabaseKind kind, string host, int port, string? database)
    {
        var address = JdbcAddress.Parse(text);
        Assert.Equal((kind, host, port, database), (address.Kind, address.Host, address.Port, address.Database));
        Assert.False(address.RequiresTls);
    }

    [Theory]
    [InlineData("jdbc:postgresql://h/d?ssl=true")]
    [InlineData("jdbc:postgresql://h/d?user=u&sslmode=verify-full")]
    [InlineData("jdbc:mysql://h/d?sslMode=VERIFY_IDENTITY")]
    public void TLS_that_proves_the_host_can_be_asked_for(string text) => Assert.True(JdbcAddress.Parse(text).RequiresTls);

    [Fact]
    public void User_and_password_may_be_in_the_address_but_are_never_shown()
    {
        var address = JdbcAddress.Parse("jdbc:mysql://h/d?user=u&password=p%26q");
        Assert.Equal(("u", "p&q"), (address.User, address.Password));
        Assert.Equal("mysql://h:3306/d", address.ToString());
    }

    [Theory]
    [InlineData("postgresql://h/d")]
    [InlineData("jdbc:")]
    [InlineData("jdbc:oracle:thin:@h:1521:x")]
    [InlineData("jdbc:sqlserver://h:1433")]
    [InlineData("jdbc:mysql://")]
    [InlineData("jdbc:mysql://:3306/d")]
    [InlineData("jdbc:mysql://h:0/d")]
    [InlineData("jdbc:mysql://h:99999/d")]
    [InlineData("jdbc:mysql://h:x/d")]
    [InlineData("jdbc:mysql://a,b/d")]
    [InlineData("jdbc:mysql://[::1/d")]
    [InlineData("")]
    public void What_is_no_address_of_one_database_is_refused_in_a_sentence(string text) =>
        Assert.EndsWith(".", Assert.Throws<FormatException>(() => JdbcAddress.Parse(text)).Message, StringComparison.Ordinal);
}
