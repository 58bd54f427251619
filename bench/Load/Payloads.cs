using System.Text;

namespace Weir.Bench.Load;

/// <summary>The messages: lines of a file, or telemetry of a size, each with its own number.</summary>
internal sealed class Payloads
{
    private readonly byte[][]? _lines;
    private readonly byte[] _padding;

    public Payloads(MqttOptions options)
    {
        _lines = options.File is null
            ? null
            : [.. File.ReadLines(options.File).Where(line => line.Length > 0).Select(Encoding.UTF8.GetBytes)];
        _padding = [.. Enumerable.Repeat((byte)'x', options.Size)];
        Size = options.Size;
    }

    public long? Count => _lines?.Length;

    private int Size { get; }

    public int BytesMax(long index) => _lines is null ? Size + 100 : _lines[index % _lines.Length].Length;

    public int Write(long index, Span<byte> target)
    {
        if (_lines is not null)
        {
            var line = _lines[index % _lines.Length];
            line.CopyTo(target);
            return line.Length;
        }

        System.Text.Unicode.Utf8.TryWrite(
            target, $$"""{"id":{{index}},"temperature":{{20 + (index % 150) / 10.0:0.0}},"humidity":{{30 + (index % 60)}},"pad":" """, out var bytes);
        bytes--; // the space that the raw literal needed
        var padding = Math.Max(0, Size - bytes - 2);
        _padding.AsSpan(0, padding).CopyTo(target[bytes..]);
        bytes += padding;
        target[bytes++] = (byte)'"';
        target[bytes++] = (byte)'}';
        return bytes;
    }
}
