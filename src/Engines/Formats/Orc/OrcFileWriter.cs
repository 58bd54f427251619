using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc.Writing;

namespace Weir.Engines.Formats.Orc;

/// <summary>Writes rows as an ORC file, stripe by stripe: memory holds one stripe. Complete after <see cref="Finish"/>. One thread.</summary>
public sealed class OrcFileWriter
{
    /// <summary>Files of this version keep timestamps' bounds in UTC (ORC-135).</summary>
    private const ulong WriterVersion = 6;

    private readonly Stream _output;
    private readonly OrcWriteOptions _options;
    private readonly StructOut _root;
    private readonly List<ColumnOut> _columns = [];
    private readonly ProtoWriter _footer = new();
    private readonly ProtoWriter _metadata = new();
    private long _offset;
    private long _stripeRows;
    private long _groupRows;

    /// <param name="output">Where the file goes; not closed.</param>
    public OrcFileWriter(Stream output, IReadOnlyList<DuckField> columns, OrcWriteOptions options)
    {
        (_output, _options) = (output, options);
        var next = 1;
        var fields = columns.Select(column => ColumnOut.Of(column.Type, ref next, options)).ToArray();
        _root = new(0, new DuckType(DuckKind.Struct) { Fields = columns }, fields, options);
        Gather(_root);
        Put("ORC"u8);
        _footer.Number(1, 3);
    }

    /// <summary>Rows written so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Writes the rows of a chunk, whose columns are those of the file.</summary>
    public void Write(DuckChunk chunk) => Write(chunk, 0, chunk.RowCount);

    /// <summary>Writes some rows of a chunk, whose first columns are those of the file.</summary>
    public void Write(DuckChunk chunk, int from, int rowCount)
    {
        Span<int> rows = stackalloc int[512];
        var end = from + rowCount;
        for (var start = from; start < end;)
        {
            if (_groupRows == 0)
            {
                _root.BeginGroup();
            }

            var count = (int)Math.Min(Math.Min(rows.Length, end - start), _options.RowIndexStride - _groupRows);
            for (var at = 0; at < count; at++)
            {
                rows[at] = start + at;
            }

            for (var column = 0; column < _root.Children.Count; column++)
            {
                _root.Children[column].Write(chunk[column], rows[..count]);
            }

            _root.CountValues(count);
            start += count;
            _groupRows += count;
            _stripeRows += count;
            if (_groupRows == _options.RowIndexStride)
            {
                _root.EndGroup();
                _groupRows = 0;
            }
        }

        Rows += rowCount;
        if (_columns.Sum(column => column.Held) >= _options.StripeBytes)
        {
            WriteStripe();
        }
    }

    /// <summary>Writes the last stripe and the footer.</summary>
    public void Finish()
    {
        WriteStripe();
        foreach (var column in _columns)
        {
            _footer.Message(4, TypeMessage(column));
        }

        _footer.Number(2, (ulong)_offset);
        _footer.Number(6, (ulong)Rows);
        foreach (var column in _columns)
        {
            _footer.Message(7, column.File.Message());
        }

        _footer.Number(8, (ulong)_options.RowIndexStride);
        _footer.Text(12, "Weir");
        var metadata = OutCompression.Whole(_options, _metadata.Written);
        Put(metadata);
        var footer = OutCompression.Whole(_options, _footer.Written);
        Put(footer);
        var postscript = new ProtoWriter();
        postscript.Number(1, (ulong)footer.Length);
        postscript.Number(2, (ulong)_options.Codec);
        postscript.Number(3, (ulong)_options.BlockBytes);
        postscript.Packed(4, [0, 12]);
        postscript.Number(5, (ulong)metadata.Length);
        postscript.Number(6, WriterVersion);
        postscript.Text(8000, "ORC");
        Put(postscript.Written);
        Put([(byte)postscript.Written.Length]);
    }

    private ProtoWriter TypeMessage(ColumnOut column)
    {
        var message = column.TypeMessage();
        foreach (var (key, value) in _options.Attributes.GetValueOrDefault(column.Id) ?? new Dictionary<string, string>())
        {
            var pair = new ProtoWriter();
            pair.Text(1, key);
            pair.Text(2, value);
            message.Message(7, pair);
        }

        return message;
    }

    private void Gather(ColumnOut column)
    {
        _columns.Add(column);
        foreach (var child in column.Children)
        {
            Gather(child);
        }
    }

    private void WriteStripe()
    {
        if (_stripeRows == 0)
        {
            return;
        }

        if (_groupRows > 0)
        {
            _root.EndGroup();
            _groupRows = 0;
        }

        var start = _offset;
        var footer = new ProtoWriter();
        var statistics = new ProtoWriter();
        var finished = _columns.Select(column => (Column: column, Parts: column.Finish())).ToArray();
        foreach (var (column, parts) in finished)
        {
            var index = OutCompression.Whole(_options, parts.Index.Written);
            Put(index);
            footer.Message(1, StreamMessage(OrcStreamKind.RowIndex, column.Id, index.Length));
            statistics.Message(1, parts.Statistics.Message());
        }

        var dataStart = _offset;
        foreach (var (column, parts) in finished)
        {
            foreach (var stream in parts.Streams)
            {
                Put(stream.Stored);
                footer.Message(1, StreamMessage(stream.Kind, column.Id, stream.Stored.Length));
            }
        }

        var footerStart = _offset;
        foreach (var column in _columns)
        {
            var encoding = new ProtoWriter();
            encoding.Number(1, (ulong)column.Encoding);
            if (column.DictionarySize > 0)
            {
                encoding.Number(2, (ulong)column.DictionarySize);
            }

            footer.Message(2, encoding);
        }

        footer.Text(3, "UTC");
        Put(OutCompression.Whole(_options, footer.Written));
        var stripe = new ProtoWriter();
        stripe.Number(1, (ulong)start);
        stripe.Number(2, (ulong)(dataStart - start));
        stripe.Number(3, (ulong)(footerStart - dataStart));
        stripe.Number(4, (ulong)(_offset - footerStart));
        stripe.Number(5, (ulong)_stripeRows);
        _footer.Message(3, stripe);
        _metadata.Message(1, statistics);
        _columns.ForEach(column => column.Clear());
        _stripeRows = 0;
    }

    private static ProtoWriter StreamMessage(OrcStreamKind kind, int column, int length)
    {
        var message = new ProtoWriter();
        message.Number(1, (ulong)kind);
        message.Number(2, (ulong)column);
        message.Number(3, (ulong)length);
        return message;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _output.Write(bytes);
        _offset += bytes.Length;
    }
}
