using System.Globalization;
using System.Text;

namespace Weir.Engines.Functions;

/// <summary>One request of a runtime client.</summary>
/// <param name="IsTooLarge">The body was over the limit and has been read away.</param>
internal sealed record RuntimeRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, bool IsTooLarge, long BodyLength);

/// <summary>The bytes a peer sent are no HTTP/1.1 we take, or more than we take.</summary>
internal sealed class BadRequestException(string message) : Exception(message);

/// <summary>A bounded HTTP/1.1 connection: head and body have maxima, checked before memory is taken. For one reader at a time.</summary>
internal sealed class HttpExchange(Stream stream)
{
    private readonly byte[] _buffer = new byte[FunctionLimits.HeadBytesMax];
    private int _start;
    private int _end;

    /// <summary>Null when the peer has closed the connection between requests.</summary>
    public async ValueTask<RuntimeRequest?> ReadAsync(int bodyBytesMax, CancellationToken cancellationToken)
    {
        var head = await ReadHeadAsync(cancellationToken);
        if (head is null)
        {
            return null;
        }

        var lines = head.Split("\r\n");
        if (lines[0].Split(' ') is not [var method, var path, "HTTP/1.1" or "HTTP/1.0"])
        {
            throw new BadRequestException("the request line is malformed");
        }

        var headers = HeadersOf(lines);
        if (headers.GetValueOrDefault("Expect") == "100-continue")
        {
            await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        }

        using var body = new BoundedBody(bodyBytesMax);
        if (headers.GetValueOrDefault("Transfer-Encoding") is { } encoding)
        {
            if (!string.Equals(encoding, "chunked", StringComparison.OrdinalIgnoreCase))
            {
                throw new BadRequestException("the transfer encoding is not chunked");
            }

            await ReadChunksAsync(body, cancellationToken);
        }
        else if (headers.GetValueOrDefault("Content-Length") is { } text)
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length))
            {
                throw new BadRequestException("the content length is no number");
            }

            await ReadBytesAsync(body, length, cancellationToken);
        }

        return new(method, path, headers, body.ToArray(), body.IsTooLarge, body.Length);
    }

    public async ValueTask WriteAsync(
        int status, string reason, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {reason}\r\nContent-Type: application/json\r\n")
            .Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        var bytes = Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
        await stream.WriteAsync((byte[])[.. bytes, .. body.Span], cancellationToken);
        await stream.FlushAsync(cancellationToken);
    }

    private async ValueTask<string?> ReadHeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                var head = Encoding.UTF8.GetString(_buffer, _start, end);
                _start += end + 4;
                return head;
            }

            if (!await FillAsync(cancellationToken))
            {
                return _start == _end ? null : throw new BadRequestException("the connection ended inside a request");
            }
        }
    }

    private static Dictionary<string, string> HeadersOf(string[] lines)
    {
        if (lines.Length - 1 > FunctionLimits.HeadersMax)
        {
            throw new BadRequestException("too many headers");
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                throw new BadRequestException("a header is malformed");
            }

            headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return headers;
    }

    private async ValueTask ReadChunksAsync(BoundedBody body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var line = (await ReadLineAsync(cancellationToken)).Split(';')[0].Trim();
            if (!long.TryParse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length) || length < 0)
            {
                throw new BadRequestException("a chunk's length is malformed");
            }

            if (length == 0)
            {
                break;
            }

            await ReadBytesAsync(body, length, cancellationToken);
            if ((await ReadLineAsync(cancellationToken)).Length > 0)
            {
                throw new BadRequestException("a chunk is longer than it says");
            }
        }

        for (var trailers = 0; (await ReadLineAsync(cancellationToken)).Length > 0; trailers++)
        {
            if (trailers == FunctionLimits.HeadersMax)
            {
                throw new BadRequestException("too many trailers");
            }
        }
    }

    private async ValueTask<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, end);
                _start += end + 2;
                return line;
            }

            if (!await FillAsync(cancellationToken))
            {
                throw new BadRequestException("the connection ended inside a body");
            }
        }
    }

    private async ValueTask ReadBytesAsync(BoundedBody body, long length, CancellationToken cancellationToken)
    {
        if (body.Length + length > FunctionLimits.DrainBytesMax)
        {
            throw new BadRequestException("the body is too large even to be read away");
        }

        while (length > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new BadRequestException("the connection ended inside a body");
            }

            var count = (int)Math.Min(length, _end - _start);
            body.Append(_buffer.AsSpan(_start, count));
            _start += count;
            length -= count;
        }
    }

    /// <summary>False at the end of the connection.</summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            throw new BadRequestException("a head or a line is too long");
        }

        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    /// <summary>Keeps bytes up to a maximum, and counts the rest.</summary>
    private sealed class BoundedBody(int bytesMax) : IDisposable
    {
        private MemoryStream? _content = new();

        public long Length { get; private set; }

        public bool IsTooLarge => Length > bytesMax;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            Length += bytes.Length;
            if (IsTooLarge)
            {
                Dispose();
            }

            _content?.Write(bytes);
        }

        public byte[] ToArray() => _content?.ToArray() ?? [];

        public void Dispose()
        {
            _content?.Dispose();
            _content = null;
        }
    }
}
