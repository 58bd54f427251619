using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Weir.Kernel.Identity.Signatures;

namespace Weir.Kernel.Identity.Bodies;

/// <summary>Takes the <c>aws-chunked</c> framing off a body: signed chunks, signed trailers, or unsigned chunks with trailers.</summary>
/// <remarks>
/// The last byte of a signed chunk is handed out only after the chunk's signature is verified, and the stream ends only after
/// the final chunk's and the trailer's are. Whoever publishes nothing before the end therefore publishes nothing unverified.
/// One reader at a time.
/// </remarks>
public sealed class AwsChunkedStream : Stream
{
    private const int BufferBytes = 16 * 1024;
    private const int HeaderBytesMax = 1024;
    private const int TrailerBytesMax = 8 * 1024;

    /// <summary>No chunk can be larger than the largest object of one request: 5 GiB.</summary>
    private const long ChunkBytesMax = 5L << 30;

    private const int SizeDigitsMax = 16;
    private static readonly byte[] SignatureField = "chunk-signature="u8.ToArray();

    private readonly Stream _inner;
    private readonly PayloadMode _mode;
    private readonly ChunkVerifier? _verifier;
    private readonly IncrementalHash? _hash;
    private readonly Dictionary<string, string> _trailers = new(StringComparer.OrdinalIgnoreCase);
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _start;
    private int _end;
    private byte[] _signature = [];
    private long _chunkBytesLeft;
    private bool _isFirst = true;
    private bool _isEnded;

    /// <param name="inner">The body as it comes over the wire.</param>
    /// <param name="mode">One of the three streaming modes.</param>
    /// <param name="verifier">Seeded with the request's signature; demanded by the signed modes.</param>
    public AwsChunkedStream(Stream inner, PayloadMode mode, ChunkVerifier? verifier)
    {
        _inner = inner;
        _mode = mode;
        _verifier = mode == PayloadMode.StreamingUnsignedTrailer ? null : verifier ?? throw new ArgumentNullException(nameof(verifier));
        _hash = _verifier is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    }

    /// <summary>The trailing headers, complete when the stream has ended.</summary>
    public IReadOnlyDictionary<string, string> Trailers => _trailers;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isEnded || buffer.IsEmpty)
        {
            return 0;
        }

        if (_chunkBytesLeft == 0 && !await NextChunkAsync(cancellationToken))
        {
            return 0;
        }

        var piece = buffer[..(int)Math.Min(buffer.Length, _chunkBytesLeft)];
        var read = await ReadDataAsync(piece, cancellationToken);
        _hash?.AppendData(piece.Span[..read]);
        _chunkBytesLeft -= read;
        if (_chunkBytesLeft == 0)
        {
            VerifyChunk();
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("bodies are read asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && _buffer.Length > 0)
        {
            _hash?.Dispose();
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _isEnded = true;
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadDataAsync(Memory<byte> piece, CancellationToken cancellationToken)
    {
        var buffered = Math.Min(_end - _start, piece.Length);
        if (buffered > 0)
        {
            _buffer.AsMemory(_start, buffered).CopyTo(piece);
            _start += buffered;
            return buffered;
        }

        var read = await _inner.ReadAsync(piece, cancellationToken);
        return read > 0 ? read : throw BodyErrors.MalformedChunk("a chunk is shorter than its header says");
    }

    /// <summary>Reads the next chunk's header; false when it was the final one and the body has ended well.</summary>
    private async ValueTask<bool> NextChunkAsync(CancellationToken cancellationToken)
    {
        if (!_isFirst && (await LineAsync(HeaderBytesMax, cancellationToken)).Length != 0)
        {
            throw BodyErrors.MalformedChunk("a chunk is longer than its header says");
        }

        _isFirst = false;
        var header = await LineAsync(HeaderBytesMax, cancellationToken);
        ReadHeader(header.Span);
        if (_chunkBytesLeft > 0)
        {
            return true;
        }

        VerifyChunk();
        await ReadTrailersAsync(cancellationToken);
        _isEnded = true;
        return false;
    }

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        var cut = header.IndexOf((byte)';');
        var size = cut < 0 ? header : header[..cut];
        if (size.Length is 0 or > SizeDigitsMax
            || !Utf8Parser.TryParse(size, out long bytes, out var consumed, 'x') || consumed != size.Length
            || bytes is < 0 or > ChunkBytesMax)
        {
            throw BodyErrors.MalformedChunk("a chunk's size is not a hexadecimal number within limits");
        }

        _chunkBytesLeft = bytes;
        if (_verifier is null)
        {
            return;
        }

        var at = header.IndexOf(SignatureField);
        if (at < 0)
        {
            throw BodyErrors.MalformedChunk("a chunk has no signature");
        }

        _signature = header[(at + SignatureField.Length)..].ToArray();
    }

    private void VerifyChunk()
    {
        if (_verifier is null)
        {
            return;
        }

        Span<byte> sha256 = stackalloc byte[SHA256.HashSizeInBytes];
        _hash!.GetHashAndReset(sha256);
        if (!_verifier.VerifyChunk(sha256, _signature))
        {
            throw BodyErrors.ChunkSignatureMismatch();
        }
    }

    private async ValueTask ReadTrailersAsync(CancellationToken cancellationToken)
    {
        const string SignatureName = "x-amz-trailer-signature";
        var isSignatureDue = _mode == PayloadMode.StreamingSignedTrailer;
        using var signed = new ByteWriter(256);
        var bytesLeft = TrailerBytesMax;
        while (!await IsAtEndAsync(cancellationToken))
        {
            var line = await LineAsync(bytesLeft, cancellationToken);
            bytesLeft -= line.Length + 2;
            if (bytesLeft <= 0)
            {
                throw BodyErrors.MalformedTrailer();
            }

            if (line.Length == 0)
            {
                if (isSignatureDue)
                {
                    continue; // some clients end the headers with an empty line, then send their signature
                }

                break;
            }

            var text = Encoding.ASCII.GetString(line.Span);
            var cut = text.IndexOf(':', StringComparison.Ordinal);
            if (cut <= 0)
            {
                throw BodyErrors.MalformedTrailer();
            }

            var name = text[..cut].Trim().ToLowerInvariant();
            var value = text[(cut + 1)..].Trim();
            if (name != SignatureName)
            {
                _trailers[name] = value;
                signed.Text($"{name}:{value}\n");
            }
            else if (isSignatureDue)
            {
                if (!_verifier!.VerifyTrailer(signed.Written, Encoding.ASCII.GetBytes(value)))
                {
                    throw BodyErrors.ChunkSignatureMismatch();
                }

                isSignatureDue = false;
            }
        }

        if (isSignatureDue)
        {
            throw BodyErrors.MalformedTrailer();
        }
    }

    private async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken) =>
        _start == _end && await FillAsync(cancellationToken) == 0;

    /// <summary>One line without its end; valid until the next read.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> LineAsync(int bytesMax, CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var feed = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + feed);
                _start += line.Length + 1;
                return line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line;
            }

            searched = _end - _start;
            if (searched > bytesMax || await FillAsync(cancellationToken) == 0)
            {
                throw BodyErrors.MalformedChunk("a line of the chunk framing has no end");
            }
        }
    }

    private async ValueTask<int> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        var read = await _inner.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read;
    }
}
