using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Bodies;
using Weir.Kernel.Identity.Signatures;
using Weir.Kernel.Storage.Checksums;
using static Weir.Kernel.Identity.Tests.SignatureCases;

namespace Weir.Kernel.Identity.Tests;

public sealed class ChunkedBodyTests
{
    private const string Scope = "20130524/us-east-1/s3/aws4_request";

    private static SignedRequest Documented(bool hasTrailer)
    {
        var (names, seed) = hasTrailer
            ? ("content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e")
            : ("content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        var headers = Headers(
            ("Host", "s3.amazonaws.com"),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ("x-amz-content-sha256", hasTrailer ? "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" : "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            ("Content-Encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("Authorization", Authorization(ExampleKey, Scope, names, seed)));
        headers[hasTrailer ? "x-amz-trailer" : "Content-Length"] = hasTrailer ? "x-amz-checksum-crc32c" : "66824";
        return new() { Method = "PUT", RawPath = "/examplebucket/chunkObject.txt", Headers = headers };
    }

    private static byte[] DocumentedBody(bool hasTrailer)
    {
        string[] signatures = hasTrailer
            ?
            [
                "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
                "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
                "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
            ]
            :
            [
                "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
                "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
                "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
            ];
        var trailer = hasTrailer
            ? "x-amz-checksum-crc32c:sOO8/Q==\r\nx-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n"
            : "";
        return Encoding.ASCII.GetBytes(
            $"10000;chunk-signature={signatures[0]}\r\n{new string('a', 65536)}\r\n"
            + $"400;chunk-signature={signatures[1]}\r\n{new string('a', 1024)}\r\n"
            + $"0;chunk-signature={signatures[2]}\r\n{trailer}\r\n");
    }

    private static async Task<byte[]> ReadAsync(SignedRequest request, byte[] wire, int pieceMax = int.MaxValue, int seed = 0)
    {
        var proven = Authenticator(S3Documented).Authenticate(request);
        await using var body = RequestBody.Open(request, proven, new PieceStream(wire, pieceMax, seed), wire.Length);
        using var read = new MemoryStream();
        await body.CopyToAsync(read, 1 + (seed % 5000), TestContext.Current.CancellationToken);
        return read.ToArray();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_documented_chunked_uploads_verify(bool hasTrailer)
    {
        var read = await ReadAsync(Documented(hasTrailer), DocumentedBody(hasTrailer));

        Assert.Equal(66560, read.Length);
        Assert.All(read, value => Assert.Equal((byte)'a', value));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_split_of_the_bytes_reads_the_same(bool hasTrailer)
    {
        var wire = DocumentedBody(hasTrailer);
        for (var seed = 1; seed <= 20; seed++)
        {
            Assert.Equal(66560, (await ReadAsync(Documented(hasTrailer), wire, 1 + (seed * 97), seed)).Length);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Any_flipped_bit_is_refused_and_never_reaches_the_end(bool hasTrailer)
    {
        var wire = DocumentedBody(hasTrailer);
        var random = new System.Random(11);
        for (var turn = 0; turn < 60; turn++)
        {
            var altered = (byte[])wire.Clone();
            var at = turn < 40 ? random.Next(altered.Length - 4) : altered.Length - 5 - (turn * 3);
            altered[at] ^= (byte)(1 << random.Next(7));
            var refusal = await Record.ExceptionAsync(() => ReadAsync(Documented(hasTrailer), altered));

            // Hexadecimal in the other case, and a trailer's name, are no alteration.
            if (refusal is null)
            {
                Assert.Equal(char.ToLowerInvariant((char)wire[at]), char.ToLowerInvariant((char)altered[at]));
            }
            else
            {
                Assert.IsType<ServiceException>(refusal);
            }
        }
    }

    [Fact]
    public async Task A_cut_body_is_refused_wherever_it_is_cut()
    {
        var wire = DocumentedBody(hasTrailer: true);
        foreach (var length in new[] { 0, 10, 86, 5000, 65630, 66700, wire.Length - 90, wire.Length - 200 })
        {
            var refusal = await Assert.ThrowsAsync<ServiceException>(() => ReadAsync(Documented(hasTrailer: true), wire[..length]));
            Assert.True(refusal.Code is "IncompleteBody" or "MalformedTrailerError" or "SignatureDoesNotMatch");
        }
    }

    [Fact]
    public void Unsigned_chunks_of_any_sizes_with_a_trailer_read_as_what_was_written() => Prop.ForAll(
        ArbMap.Default.ArbFor<(byte[] Content, byte Chunk, byte Piece)>().Filter(sample => sample.Content is not null),
        sample =>
        {
            var wire = Unsigned(sample.Content, 1 + sample.Chunk, ChecksumOf(sample.Content));
            var request = UnsignedRequest(sample.Content.Length);
            return ReadAsync(request, wire, 1 + sample.Piece, sample.Piece + 1).GetAwaiter().GetResult().AsSpan().SequenceEqual(sample.Content);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_wrong_missing_or_malformed_trailer_is_refused()
    {
        var content = "hello world"u8.ToArray();

        var wrong = await Assert.ThrowsAsync<ServiceException>(() => ReadAsync(UnsignedRequest(11), Unsigned(content, 4, "AAAAAA==")));
        Assert.Equal("BadDigest", wrong.Code);
        Assert.Equal("The CRC32 you specified did not match the calculated checksum.", wrong.Message);

        var missing = Encoding.ASCII.GetBytes("b\r\nhello world\r\n0\r\n\r\n");
        Assert.Equal("MalformedTrailerError", (await Assert.ThrowsAsync<ServiceException>(() => ReadAsync(UnsignedRequest(11), missing))).Code);

        var malformed = Encoding.ASCII.GetBytes("b\r\nhello world\r\n0\r\nnonsense\r\n\r\n");
        Assert.Equal("MalformedTrailerError", (await Assert.ThrowsAsync<ServiceException>(() => ReadAsync(UnsignedRequest(11), malformed))).Code);
    }

    [Theory]
    [InlineData("g\r\nx\r\n0\r\n\r\n")]
    [InlineData("-1\r\nx\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFF\r\nx")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nx")]
    [InlineData("140000001\r\nx")]
    [InlineData("\r\n")]
    [InlineData("1\r\nxy\r\n0\r\n\r\n")]
    [InlineData("1")]
    public async Task Broken_framing_is_refused(string wire)
    {
        var refusal = await Assert.ThrowsAsync<ServiceException>(() => ReadAsync(UnsignedRequest(1), Encoding.ASCII.GetBytes(wire)));
        Assert.Equal("IncompleteBody", refusal.Code);
    }

    [Fact]
    public async Task A_header_line_without_end_is_cut_off_early()
    {
        var source = new PieceStream(new byte[1 << 20], 4096, 1);
        await using var chunked = new AwsChunkedStream(source, PayloadMode.StreamingUnsignedTrailer, verifier: null);

        await Assert.ThrowsAsync<ServiceException>(
            async () => await chunked.ReadExactlyAsync(new byte[100], TestContext.Current.CancellationToken));
        Assert.True(source.Position <= 32 * 1024);
    }

    [Fact]
    public async Task A_declared_length_must_be_kept()
    {
        var content = "hello world"u8.ToArray();

        Assert.Equal("IncompleteBody", (await Assert.ThrowsAsync<ServiceException>(
            () => ReadAsync(UnsignedRequest(10), Unsigned(content, 4, ChecksumOf(content))))).Code);
        Assert.Equal("IncompleteBody", (await Assert.ThrowsAsync<ServiceException>(
            () => ReadAsync(UnsignedRequest(12), Unsigned(content, 4, ChecksumOf(content))))).Code);
        var undeclared = UnsignedRequest(11);
        undeclared.Headers.Remove("x-amz-decoded-content-length");
        Assert.Equal("MissingContentLength", (await Assert.ThrowsAsync<ServiceException>(
            () => ReadAsync(Sign(undeclared, "s3", S3Documented, payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), []))).Code);
    }

    [Theory]
    [InlineData("x-amz-checksum-crc64nvme", "jSnVw/bqjr4=", null)]
    [InlineData("x-amz-checksum-crc64nvme", "jSnVw/bqjr8=", "BadDigest")]
    [InlineData("x-amz-checksum-sha1", "short", "InvalidRequest")]
    [InlineData("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==", null)]
    [InlineData("Content-MD5", "XrY7u+Ae7tCTyyK7j1rNwA==", "BadDigest")]
    [InlineData("Content-MD5", "nonsense", "InvalidDigest")]
    public async Task A_checksum_in_a_header_is_held_against_the_body(string name, string value, string? code)
    {
        var request = Sign(
            new() { Method = "PUT", RawPath = "/b/k", Headers = Headers(("Host", "h"), (name, value)) },
            "s3", S3Documented, payloadHash: "UNSIGNED-PAYLOAD");

        var refusal = await Record.ExceptionAsync(() => ReadAsync(request, "hello world"u8.ToArray(), 3, 2));

        Assert.Equal(code, (refusal as ServiceException)?.Code);
    }

    [Fact]
    public async Task A_streamed_body_must_have_its_signed_hash_and_its_last_byte_waits_for_that()
    {
        var content = "hello world"u8.ToArray();
        var request = Sign(
            new() { Method = "PUT", RawPath = "/b/k", Headers = Headers(("Host", "h")) },
            "s3", S3Documented, payloadHash: Convert.ToHexStringLower(SHA256.HashData(content)));
        Assert.Equal(content, await ReadAsync(request, content));

        var proven = Authenticator(S3Documented).Authenticate(request);
        await using var body = RequestBody.Open(request, proven, new PieceStream("hello_world"u8.ToArray(), 5, 1), 11);
        var buffer = new byte[11];
        var refusal = await Assert.ThrowsAsync<ServiceException>(
            async () => await body.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken));
        Assert.Equal("XAmzContentSHA256Mismatch", refusal.Code);
    }

    private static SignedRequest UnsignedRequest(int length) => Sign(
        new()
        {
            Method = "PUT",
            RawPath = "/b/k",
            Headers = Headers(
                ("Host", "h"), ("x-amz-trailer", "x-amz-checksum-crc32"), ("x-amz-decoded-content-length", $"{length}")),
        },
        "s3", S3Documented, payloadHash: "STREAMING-UNSIGNED-PAYLOAD-TRAILER");

    private static byte[] Unsigned(byte[] content, int chunk, string checksum)
    {
        using var wire = new MemoryStream();
        for (var at = 0; at < content.Length; at += chunk)
        {
            var bytes = Math.Min(chunk, content.Length - at);
            wire.Write(Encoding.ASCII.GetBytes($"{bytes:x}\r\n"));
            wire.Write(content, at, bytes);
            wire.Write("\r\n"u8);
        }

        wire.Write(Encoding.ASCII.GetBytes($"0\r\nx-amz-checksum-crc32:{checksum}\r\n\r\n"));
        return wire.ToArray();
    }

    private static string ChecksumOf(byte[] content)
    {
        using var sum = new StreamingChecksum(ChecksumAlgorithm.Crc32);
        sum.Append(content);
        return sum.CurrentBase64();
    }

    /// <summary>Hands out its bytes in pieces of random sizes, as a network does.</summary>
    private sealed class PieceStream(byte[] bytes, int pieceMax, int seed) : MemoryStream(bytes)
    {
        private readonly System.Random _random = new(seed);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var most = Math.Min(buffer.Length, pieceMax);
            var piece = pieceMax == int.MaxValue || most == 0 ? most : 1 + _random.Next(most);
            return base.ReadAsync(buffer[..piece], cancellationToken);
        }
    }
}
