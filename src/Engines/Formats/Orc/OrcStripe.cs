using System.Buffers;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc;

/// <summary>One stripe: its streams by column and kind, its encodings, the writer's time zone. One thread.</summary>
internal sealed class OrcStripe
{
    private readonly Dictionary<(int Column, OrcStreamKind Kind), (long Offset, long Length)> _streams = [];
    private readonly List<(OrcEncodingKind Kind, long DictionarySize)> _encodings = [];
    private readonly OrcStripeBytes _bytes;

    public OrcStripe(IFileBytes file, OrcTail tail, OrcStripeInfo info, OrcReadOptions options, OrcScanCount count)
    {
        (Info, Options, Tail) = (info, options, tail);
        _bytes = new(file, tail.Codec, tail.BlockBytes, count);
        Zone = OrcZone.Of("UTC");
        ReadFooter(Section(info.Offset + info.IndexLength + info.DataLength, info.FooterLength));
    }

    public OrcStripeInfo Info { get; }

    public OrcTail Tail { get; }

    public OrcReadOptions Options { get; }

    public OrcZone Zone { get; private set; }

    /// <summary>A column's stream; one without bytes where the stripe has none: nothing but NULLs need no values.</summary>
    public OrcStream Stream(int column, OrcStreamKind kind)
    {
        var (offset, length) = _streams.GetValueOrDefault((column, kind), (Info.Offset, 0));
        return new(_bytes, offset, length);
    }

    public bool Has(int column, OrcStreamKind kind) => _streams.ContainsKey((column, kind));

    /// <summary>The stored bytes of a column's values.</summary>
    public long BytesOf(int firstColumn, int lastColumn) => _streams
        .Where(stream => stream.Key.Column >= firstColumn && stream.Key.Column <= lastColumn && stream.Key.Kind < OrcStreamKind.RowIndex)
        .Sum(stream => stream.Value.Length);

    public (OrcEncodingKind Kind, long DictionarySize) Encoding(int column) => column < _encodings.Count
        ? _encodings[column]
        : throw new FormatException($"the stripe at {Info.Offset} has no encoding for column {column}");

    /// <summary>A whole small stream, decompressed; null where there is none.</summary>
    public byte[]? Whole(int column, OrcStreamKind kind) =>
        _streams.TryGetValue((column, kind), out var place) ? Section(place.Offset, place.Length) : null;

    private byte[] Section(long offset, long length)
    {
        if (length > OrcLimits.SectionBytesMax)
        {
            throw new FormatException($"a section of {length} bytes");
        }

        var rented = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var stored = rented.AsSpan(0, (int)length);
            _bytes.Read(offset, stored);
            return _bytes.Compression.DecompressAll(Tail.Codec, Tail.BlockBytes, stored);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private void ReadFooter(byte[] footer)
    {
        var message = new ProtoReader(footer);
        var offset = Info.Offset;
        var end = Info.Offset + Info.IndexLength + Info.DataLength;
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    var (kind, column, length) = ReadStream(message.Message());
                    if (length > end - offset)
                    {
                        throw new FormatException($"streams longer than their stripe at {Info.Offset}");
                    }

                    if (!_streams.TryAdd((column, kind), (offset, length)))
                    {
                        throw new FormatException($"two {kind} streams of column {column} in the stripe at {Info.Offset}");
                    }

                    offset += length;
                    break;
                case 2:
                    _encodings.Add(ReadEncoding(message.Message()));
                    break;
                case 3:
                    Zone = OrcZone.Of(message.Text());
                    break;
                default:
                    message.Skip();
                    break;
            }
        }
    }

    private static (OrcStreamKind Kind, int Column, long Length) ReadStream(ProtoReader message)
    {
        var (kind, column, length) = (0, 0, 0L);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    kind = message.Int();
                    break;
                case 2:
                    column = message.Int();
                    break;
                case 3:
                    length = message.Long();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return ((OrcStreamKind)kind, column, length);
    }

    private (OrcEncodingKind Kind, long DictionarySize) ReadEncoding(ProtoReader message)
    {
        var (kind, size) = (0, 0L);
        while (message.Next())
        {
            switch (message.Field)
            {
                case 1:
                    kind = message.Int();
                    break;
                case 2:
                    size = message.Long();
                    break;
                default:
                    message.Skip();
                    break;
            }
        }

        return kind <= (int)OrcEncodingKind.DictionaryV2
            ? ((OrcEncodingKind)kind, size)
            : throw new FormatException($"an encoding of no known kind, {kind}, in the stripe at {Info.Offset}");
    }
}
