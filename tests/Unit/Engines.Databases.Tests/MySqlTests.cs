using System.Security.Cryptography;
using System.Text;
using Weir.Engines.Databases.MySql;

namespace Weir.Engines.Databases.Tests;

public sealed class MySqlTests
{
    private static readonly DatabaseAddress Address = new() { Kind = DatabaseKind.MySql, Host = "h", Port = 1, Database = "shop", User = "u", Password = "비밀 p" };

    [Fact]
    public async Task A_password_is_proved_by_its_hash()
    {
        var fake = new FakeMySql();
        var opening = MySqlConnection.OpenAsync(fake.Client, Address, TestContext.Current.CancellationToken);
        await fake.SayAsync(FakeMySql.Greeting("mysql_native_password"));
        var answer = await fake.HearAsync();
        var once = SHA1.HashData(Encoding.UTF8.GetBytes("비밀 p"));
        var proof = SHA1.HashData([.. FakeMySql.Challenge, .. SHA1.HashData(once)]).Zip(once, (left, right) => (byte)(left ^ right));
        Assert.Equal([.. "u"u8, 0, 20, .. proof, .. "shop"u8, 0, .. "mysql_native_password"u8, 0], answer[32..]);
        await fake.SayAsync(FakeMySql.Ok);
        await using var connection = await opening;
        Assert.Equal("8.4.0", connection.Version);
    }

    [Fact]
    public async Task A_server_that_remembers_the_password_says_so()
    {
        var fake = new FakeMySql();
        var opening = MySqlConnection.OpenAsync(fake.Client, Address, TestContext.Current.CancellationToken);
        await fake.SayAsync(FakeMySql.Greeting("caching_sha2_password"));
        var answer = await fake.HearAsync();
        var once = SHA256.HashData(Encoding.UTF8.GetBytes("비밀 p"));
        var proof = SHA256.HashData([.. SHA256.HashData(once), .. FakeMySql.Challenge]).Zip(once, (left, right) => (byte)(left ^ right));
        Assert.Equal([.. "u"u8, 0, 32, .. proof], answer[32..67]);
        await fake.SayAsync([1, 3]);
        await fake.SayAsync(FakeMySql.Ok);
        await (await opening).DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_has_forgotten_the_password_gets_it_for_its_key_alone()
    {
        using var key = RSA.Create(2048);
        var fake = new FakeMySql();
        var opening = MySqlConnection.OpenAsync(fake.Client, Address, TestContext.Current.CancellationToken);
        await fake.SayAsync(FakeMySql.Greeting("mysql_native_password"));
        await fake.HearAsync();
        await fake.SayAsync([0xFE, .. "caching_sha2_password"u8, 0, .. FakeMySql.Challenge, 0]);
        Assert.Equal(32, (await fake.HearAsync()).Length);
        await fake.SayAsync([1, 4]);
        Assert.Equal([2], await fake.HearAsync());
        await fake.SayAsync([1, .. Encoding.ASCII.GetBytes(key.ExportSubjectPublicKeyInfoPem())]);
        var said = key.Decrypt(await fake.HearAsync(), RSAEncryptionPadding.OaepSHA1);
        Assert.Equal("비밀 p\0", Encoding.UTF8.GetString([.. said.Select((letter, at) => (byte)(letter ^ FakeMySql.Challenge[at % 20]))]));
        await fake.SayAsync(FakeMySql.Ok);
        await (await opening).DisposeAsync();
    }

    [Theory]
    [InlineData("mysql_clear_password")]
    [InlineData("dialog")]
    public async Task A_server_that_wants_the_password_as_it_is_does_not_get_it(string plugin)
    {
        var fake = new FakeMySql();
        var opening = MySqlConnection.OpenAsync(fake.Client, Address, TestContext.Current.CancellationToken);
        await fake.SayAsync(FakeMySql.Greeting("mysql_native_password"));
        await fake.HearAsync();
        await fake.SayAsync([0xFE, .. Encoding.ASCII.GetBytes(plugin), 0]);
        Assert.Contains(plugin, (await Assert.ThrowsAsync<DatabaseException>(async () => await opening)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_that_is_required_but_not_offered_ends_the_handshake_before_the_password()
    {
        var fake = new FakeMySql();
        var opening = MySqlConnection.OpenAsync(fake.Client, Address with { RequiresTls = true }, TestContext.Current.CancellationToken);
        await fake.SayAsync(FakeMySql.Greeting("mysql_native_password"));
        await Assert.ThrowsAsync<System.Security.Authentication.AuthenticationException>(async () => await opening);
    }

    [Fact]
    public async Task Rows_are_text_with_NULL_and_bytes_told_apart()
    {
        var (fake, database) = await OpenAsync();
        var asking = database.QueryAsync("SELECT 1", TestContext.Current.CancellationToken);
        fake.Server.StartOver();
        Assert.Equal([3, .. "SELECT 1"u8], await fake.HearAsync());
        await fake.SayAsync([3]);
        await fake.SayAsync(FakeMySql.Column("n", 3, 63, 0x20));
        await fake.SayAsync(FakeMySql.Column("글", 253));
        await fake.SayAsync(FakeMySql.Column("b", 252, 63));
        await fake.SayAsync(FakeMySql.End);
        await fake.SayAsync([2, .. "42"u8, 6, .. "한글"u8, 2, 0xAB, 0xCD]);
        await fake.SayAsync([0xFB, 0, 0xFB]);
        await fake.SayAsync(FakeMySql.End);
        await using var rows = await asking;
        Assert.Equal([("n", "int unsigned"), ("글", "varchar"), ("b", "blob")], rows.Columns.Select(column => (column.Name, column.NativeType)));
        var found = new List<string?[]>();
        await foreach (var row in rows.RowsAsync(TestContext.Current.CancellationToken))
        {
            found.Add([.. row]);
        }

        Assert.Equal([["42", "한글", "\\xabcd"], [null, "", null]], found);
    }

    [Fact]
    public async Task A_refusal_among_the_rows_is_an_error_with_its_number()
    {
        var (fake, database) = await OpenAsync();
        var asking = database.QueryAsync("SELECT 1", TestContext.Current.CancellationToken);
        fake.Server.StartOver();
        await fake.HearAsync();
        await fake.SayAsync([1]);
        await fake.SayAsync(FakeMySql.Column("n", 3));
        await fake.SayAsync(FakeMySql.End);
        await fake.SayAsync([1, .. "1"u8]);
        await fake.SayAsync(FakeMySql.Error(1317, "interrupted"));
        var rows = await asking;
        var error = await Assert.ThrowsAsync<DatabaseException>(async () =>
        {
            await foreach (var row in rows.RowsAsync(TestContext.Current.CancellationToken))
            {
                Assert.Equal("1", row[0]);
            }
        });
        Assert.Equal("interrupted (1317, 28000)", error.Message);
        await rows.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_asks_for_a_file_of_ours_is_refused()
    {
        var (fake, database) = await OpenAsync();
        var asking = database.QueryAsync("SELECT 1", TestContext.Current.CancellationToken);
        fake.Server.StartOver();
        await fake.HearAsync();
        await fake.SayAsync([0xFB, .. "/etc/passwd"u8]);
        await Assert.ThrowsAsync<DatabaseException>(async () => await asking);
    }

    [Fact]
    public async Task A_message_longer_than_a_piece_comes_in_several()
    {
        var fake = new FakeMySql();
        var long_ = new byte[0xFFFFFF + 5];
        long_[^1] = 7;
        var client = new Packets(fake.Client);
        var writing = Task.Run(async () => await client.WriteAsync(long_, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Equal(long_, await fake.HearAsync());
        await writing;
    }

    private static async Task<(FakeMySql Fake, MySqlDatabase Database)> OpenAsync()
    {
        var fake = new FakeMySql();
        var opening = MySqlConnection.OpenAsync(fake.Client, Address, TestContext.Current.CancellationToken);
        await fake.SayAsync(FakeMySql.Greeting("mysql_native_password"));
        await fake.HearAsync();
        await fake.SayAsync(FakeMySql.Ok);
        return (fake, new MySqlDatabase(await opening, TimeProvider.System));
    }
}
