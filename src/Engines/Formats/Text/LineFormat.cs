using System.Collections.Concurrent;
using System.Text;
using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Scans;

namespace Weir.Engines.Formats.Text;

/// <summary>Turns one line into one row.</summary>
internal interface ILineDecoder
{
    /// <summary>Whether the row goes on in the next line: from where it was asked last time on.</summary>
    bool IsOpen(ReadOnlySpan<byte> line, bool isFirst) => false;

    void Decode(ReadOnlySpan<byte> line, Span<DuckColumnWriter> columns, int row);
}

/// <summary>Text of one row a line (or a few lines, where fields may hold line ends).</summary>
public sealed class LineFormat : IFileFormat
{
    private const int OpenBytesMax = 1 << 20;

    private readonly LineOptions _options;
    private readonly Func<IReadOnlyList<int>, ILineDecoder> _decoder;
    private readonly QuoteRule? _quotes;
    private readonly ConcurrentDictionary<string, QuoteMap?> _maps = new(StringComparer.Ordinal);

    /// <param name="quotes">Where fields may hold line ends.</param>
    internal LineFormat(LineOptions options, Func<IReadOnlyList<int>, ILineDecoder> decoder, QuoteRule? quotes = null) =>
        (_options, _decoder, _quotes) = (options, decoder, quotes);

    /// <summary>Where line ends may be quoted the file is read through for its quotes, which takes a tenth of the time of reading its rows; not for a few of these.</summary>
    public bool CanSplit(DataFile file) => _options.Encoding is null && _options.FooterLines == 0
        && (_quotes is not { } quotes || (file.Read is null && _maps.GetOrAdd(file.Path, path => QuoteMap.Of(path, quotes, _options.HeaderLines)) is not null));

    public IRowReader Open(DataFile file, long start, long end, IReadOnlyList<int> columns)
    {
        var stream = CompressedFile.Open(file);
        try
        {
            var isPart = file.Compression == Compression.None && _options.Encoding is null;
            if (start > 0)
            {
                // One byte early: a range that begins with a line has its terminator before it.
                stream.Seek(start - 1, SeekOrigin.Begin);
            }

            if (_options.Encoding is { } encoding)
            {
                stream = Transcode(stream, encoding);
            }

            var lines = new LineReader(stream, Math.Max(0, start - 1), _options.LineBytesMax);
            var reader = new Reader(lines, _decoder(columns), _options, start > 0, isPart ? end : long.MaxValue, _quotes is not null);
            if (start > 0 && _quotes is { } quotes)
            {
                reader.SkipQuoted(quotes.Quote, _maps[file.Path]!.IsOpen(start));
            }

            return reader;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>A mark at the beginning decides which end of UTF-16 comes first.</summary>
    private static Stream Transcode(Stream stream, Encoding encoding)
    {
        if (encoding.CodePage is 1200 or 1201)
        {
            var mark = new byte[2];
            var count = stream.ReadAtLeast(mark, 2, throwOnEndOfStream: false);
            stream = new PrefixedStream(mark[..count], stream);
            encoding = mark is [0xFF, 0xFE] ? Encoding.Unicode : mark is [0xFE, 0xFF] ? Encoding.BigEndianUnicode : encoding;
        }

        return Encoding.CreateTranscodingStream(stream, encoding, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private sealed class Reader : IRowReader
    {
        private readonly LineReader _lines;
        private readonly ILineDecoder _decoder;
        private readonly long _end;
        private readonly bool _hasOpenLines;
        private readonly int _footers;
        private readonly Queue<byte[]> _held = new();
        private bool _isOver;

        /// <summary>A quote that closes nowhere is no reason to look on again from each line it swallowed.</summary>
        private long _closedUntil;

        public Reader(LineReader lines, ILineDecoder decoder, LineOptions options, bool skipsFirst, long end, bool hasOpenLines)
        {
            (_lines, _decoder, _end, _hasOpenLines, _footers) = (lines, decoder, end, hasOpenLines, options.FooterLines);
            for (var skip = skipsFirst ? 1 : options.HeaderLines; skip > 0; skip--)
            {
                _lines.Next();
            }
        }

        /// <summary>The line passed over began one byte before the range; the row that it belongs to may take more of them.</summary>
        public void SkipQuoted(byte quote, bool isOpen)
        {
            isOpen ^= _lines.Line is [var before, ..] && before == quote;
            isOpen ^= (_lines.Line.Count(quote) & 1) != 0;
            while (isOpen && _lines.Next())
            {
                isOpen ^= (_lines.Line.Count(quote) & 1) != 0;
            }
        }

        public int Read(Span<DuckColumnWriter> columns, int rowsMax)
        {
            var row = 0;
            while (row < rowsMax && !_isOver)
            {
                if (!_lines.Next() || _lines.LineOffset >= _end)
                {
                    _isOver = true;
                    break;
                }

                if (_hasOpenLines && _lines.LineOffset >= _closedUntil)
                {
                    Close();
                }

                if (_footers == 0)
                {
                    _decoder.Decode(_lines.Line, columns, row++);
                    continue;
                }

                // Any line may turn out to be one of the last.
                _held.Enqueue(_lines.Line.ToArray());
                if (_held.Count > _footers)
                {
                    _decoder.Decode(_held.Dequeue(), columns, row++);
                }
            }

            return row;
        }

        public void Dispose() => _lines.Dispose();

        private void Close()
        {
            var (length, terminator) = (_lines.Line.Length, _lines.TerminatorLength);
            var isFirst = true;
            while (_decoder.IsOpen(_lines.Line, isFirst))
            {
                isFirst = false;
                if (!_lines.Extend(OpenBytesMax))
                {
                    _closedUntil = _lines.LineOffset + _lines.Line.Length;
                    _lines.CutBack(length, terminator);
                    return;
                }
            }
        }
    }
}
