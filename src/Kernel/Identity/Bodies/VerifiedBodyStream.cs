using Weir.Kernel.Storage.Checksums;

namespace Weir.Kernel.Identity.Bodies;

/// <summary>A request's body that checks itself while it is read: length, payload hash, checksums, trailers.</summary>
/// <remarks>
/// The last byte is handed out only after everything is verified, so a reader who stops at the declared length is as safe as
/// one who reads to the end. One reader at a time.
/// </remarks>
public sealed class VerifiedBodyStream : Stream
{
    private readonly Stream _inner;
    private readonly AwsChunkedStream? _chunked;
    private readonly List<BodyCheck> _checks;
    private long _read;
    private bool _isVerified;

    internal VerifiedBodyStream(Stream inner, AwsChunkedStream? chunked, long? declaredLength, List<BodyCheck> checks)
    {
        _inner = inner;
        _chunked = chunked;
        DeclaredLength = declaredLength;
        _checks = checks;
    }

    /// <summary>The length of the content, without any chunk framing, as the headers declare it.</summary>
    public long? DeclaredLength { get; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => DeclaredLength ?? throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>The algorithms the request named (in a header or a trailer), to be stored with the object.</summary>
    public IEnumerable<ChecksumAlgorithm> Stated =>
        _checks.Where(check => check.Algorithm != ChecksumAlgorithm.Md5 && (check.Expected ?? check.TrailerName) is not null)
            .Select(check => check.Algorithm);

    /// <summary>A checksum of what was read, in base 64; null when it was neither stated nor asked for.</summary>
    public string? ChecksumOf(ChecksumAlgorithm algorithm) =>
        _checks.Find(check => check.Algorithm == algorithm)?.Sum.CurrentBase64();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isVerified || buffer.IsEmpty)
        {
            return 0;
        }

        var read = await _inner.ReadAsync(buffer, cancellationToken);
        _read += read;
        foreach (var check in _checks)
        {
            check.Sum.Append(buffer.Span[..read]);
        }

        if (_read > DeclaredLength)
        {
            throw BodyErrors.Incomplete();
        }

        if (read == 0)
        {
            Verify();
        }
        else if (_read == DeclaredLength)
        {
            await RequireEndAsync(cancellationToken);
            Verify();
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
        if (disposing)
        {
            _chunked?.Dispose();
            _checks.ForEach(check => check.Sum.Dispose());
        }

        base.Dispose(disposing);
    }

    private async ValueTask RequireEndAsync(CancellationToken cancellationToken)
    {
        if (await _inner.ReadAsync(new byte[1], cancellationToken) != 0)
        {
            throw BodyErrors.Incomplete();
        }
    }

    private void Verify()
    {
        if (DeclaredLength is { } declared && _read != declared)
        {
            throw BodyErrors.Incomplete();
        }

        foreach (var check in _checks)
        {
            check.Verify(_chunked);
        }

        _isVerified = true;
    }
}
