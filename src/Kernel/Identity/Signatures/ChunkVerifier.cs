using System.Security.Cryptography;

namespace Weir.Kernel.Identity.Signatures;

/// <summary>Verifies the chain of chunk signatures of one body; each signature covers the one before.</summary>
/// <remarks>One body, one reader: not safe from two threads.</remarks>
public sealed class ChunkVerifier
{
    private const int SignatureBytes = 32;

    private readonly byte[] _key;
    private readonly string _timestamp;
    private readonly string _scope;
    private readonly byte[] _previous;

    public ChunkVerifier(byte[] signingKey, string timestamp, string scope, ReadOnlySpan<byte> seedSignature)
    {
        _key = signingKey;
        _timestamp = timestamp;
        _scope = scope;
        _previous = seedSignature.ToArray();
    }

    /// <summary>True when the signature (hexadecimal) is that of a chunk with this SHA-256, next in the chain.</summary>
    public bool VerifyChunk(ReadOnlySpan<byte> sha256, ReadOnlySpan<byte> signatureHex) =>
        Verify("AWS4-HMAC-SHA256-PAYLOAD\n", sha256, isTrailer: false, signatureHex);

    /// <summary>True when the signature is that of the trailer, given as <c>name:value\n</c> lines.</summary>
    public bool VerifyTrailer(ReadOnlySpan<byte> trailer, ReadOnlySpan<byte> signatureHex)
    {
        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(trailer, sha256);
        return Verify("AWS4-HMAC-SHA256-TRAILER\n", sha256, isTrailer: true, signatureHex);
    }

    private bool Verify(string algorithm, ReadOnlySpan<byte> sha256, bool isTrailer, ReadOnlySpan<byte> signatureHex)
    {
        using var writer = new ByteWriter(512);
        writer.Text(algorithm);
        writer.Text(_timestamp);
        writer.Byte((byte)'\n');
        writer.Text(_scope);
        writer.Byte((byte)'\n');
        writer.Hex(_previous);
        writer.Byte((byte)'\n');
        if (!isTrailer)
        {
            writer.Text("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n");
        }

        writer.Hex(sha256);
        Span<byte> signature = stackalloc byte[SignatureBytes];
        HMACSHA256.HashData(_key, writer.Written, signature);

        Span<byte> given = stackalloc byte[SignatureBytes];
        var isMatch = Convert.FromHexString(signatureHex, given, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == SignatureBytes && CryptographicOperations.FixedTimeEquals(signature, given);
        signature.CopyTo(_previous);
        return isMatch;
    }
}
