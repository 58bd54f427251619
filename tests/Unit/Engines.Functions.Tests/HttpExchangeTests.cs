using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Weir.Engines.Functions.Tests;

/// <summary>The runtime API's own HTTP: whole requests however they are cut, and no more than the bounds whatever is sent.</summary>
public sealed class HttpExchangeTests
{
    [Fact]
    public void A_request_reads_the_same_however_it_is_cut() =>
        Prop.ForAll(
                Gen.Choose(1, 40).ToArbitrary(),
                size =>
                {
                    const string One = "POST /a HTTP/1.1\r\nContent-Length: 11\r\nX-Y:  z \r\n\r\nhello world";
                    const string Two = "POST /b HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nT: u\r\n\r\n";
                    var exchange = new HttpExchange(new Trickle(One + Two + One, size));
                    foreach (var path in (string[])["/a", "/b", "/a"])
                    {
                        var request = exchange.ReadAsync(100, default).AsTask().GetAwaiter().GetResult()!;
                        Assert.Equal(("POST", path, "hello world"), (request.Method, request.Path, Encoding.UTF8.GetString(request.Body.Span)));
                    }

                    Assert.Null(exchange.ReadAsync(100, default).AsTask().GetAwaiter().GetResult());
                })
            .Check(Config.QuickThrowOnFailure);

    [Fact]
    public async Task A_body_over_the_limit_is_read_away_and_its_length_told()
    {
        var exchange = new HttpExchange(new Trickle("POST / HTTP/1.1\r\nContent-Length: 101\r\n\r\n" + new string('x', 101) + "GET /n HTTP/1.1\r\n\r\n", 7));
        var request = await exchange.ReadAsync(100, TestContext.Current.CancellationToken);
        Assert.True(request!.IsTooLarge);
        Assert.Equal((101, 0), (request.BodyLength, request.Body.Length));
        Assert.Equal("/n", (await exchange.ReadAsync(100, TestContext.Current.CancellationToken))!.Path);
    }

    [Theory]
    [InlineData("GET\r\n\r\n")]
    [InlineData("GET / HTTP/3\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 99999999999999\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n")]
    [InlineData("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n")]
    [InlineData("GET / HT")]
    public async Task What_is_no_request_is_refused(string text) => await Assert.ThrowsAsync<BadRequestException>(
        async () => await new HttpExchange(new Trickle(text, 8)).ReadAsync(100, TestContext.Current.CancellationToken));

    [Fact]
    public async Task A_head_without_end_is_refused() => await Assert.ThrowsAsync<BadRequestException>(
        async () => await new HttpExchange(new Trickle("GET / HTTP/1.1\r\nX: " + new string('x', 40_000), 4096))
            .ReadAsync(100, TestContext.Current.CancellationToken));

    [Fact]
    public void Any_bytes_end_in_a_request_a_refusal_or_the_end() =>
        Prop.ForAll(
                Gen.Elements("GET ", "POST ", "/", " HTTP/1.1", "\r\n", "\r\n\r\n", "Content-Length: ", "Transfer-Encoding: chunked", "5", "0", "ff", ":", "x", "é")
                    .ArrayOf().ToArbitrary(),
                parts =>
                {
                    var exchange = new HttpExchange(new Trickle(string.Concat(parts), 3));
                    try
                    {
                        while (exchange.ReadAsync(16, default).AsTask().GetAwaiter().GetResult() is not null)
                        {
                        }
                    }
                    catch (BadRequestException)
                    {
                        // as it should
                    }
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    /// <summary>A stream that gives a few bytes at a time and swallows what is written.</summary>
    private sealed class Trickle(string text, int size) : MemoryStream(Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;
    }
}
