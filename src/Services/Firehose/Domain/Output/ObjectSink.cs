using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Orc;

namespace Weir.Services.Firehose.Domain;

/// <summary>An object that grows record by record in the spool; nothing is made until there is something to write.</summary>
internal abstract class ObjectSink(Spool spool, string name) : IDisposable
{
    public string Name => name;

    public long Records { get; protected set; }

    public bool IsEmpty => Records == 0;

    protected Spool Spool => spool;

    /// <summary>Completes the file; it may then be moved away.</summary>
    public abstract void Complete();

    /// <summary>Frees what is open and deletes the file where it still is.</summary>
    public virtual void Dispose() => spool.Delete(name);
}

/// <summary>Bytes after bytes, compressed or not.</summary>
internal sealed class ByteSink(Spool spool, string name, string compression, string entryName) : ObjectSink(spool, name)
{
    private Stream? _stream;

    public void Write(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> delimiter)
    {
        _stream ??= Compression.Wrap(Spool.Create(Name), compression, entryName);
        _stream.Write(bytes);
        _stream.Write(delimiter);
        Records++;
    }

    public override void Complete()
    {
        _stream?.Dispose();
        _stream = null;
    }

    public override void Dispose()
    {
        Complete();
        base.Dispose();
    }
}

/// <summary>Rows into one file, Parquet or ORC. One thread.</summary>
internal sealed class RowSink(Spool spool, string name, DuckLease lease, IReadOnlyList<DuckField> columns, ConversionSettings settings)
    : ObjectSink(spool, name)
{
    private readonly RowReader _reader = new(columns, settings.Json);
    private GatheredRows? _gathered;

    /// <exception cref="RowException">The record does not fit; none of its rows is in the file.</exception>
    public void Write(ReadOnlyMemory<byte> record)
    {
        var rows = _reader.Read(record);
        _gathered ??= new(lease.Connection, columns);
        foreach (var row in rows)
        {
            _gathered.Append(row);
            Records++;
        }
    }

    public override void Complete()
    {
        if (_gathered is { } gathered)
        {
            _gathered = null;
            using (gathered)
            {
                Finish(gathered);
            }
        }
    }

    private void Finish(GatheredRows gathered)
    {
        if (settings.Orc is not { } options)
        {
            gathered.WriteParquet(Spool.PathOf(Name), settings.Codec);
            return;
        }

        using var rows = gathered.Read();
        using var stream = new BufferedStream(Spool.Create(Name), 64 << 10);
        var orc = new OrcFileWriter(stream, rows.Columns, options);
        while (rows.NextChunk() is { } chunk)
        {
            using (chunk)
            {
                orc.Write(chunk);
            }
        }

        orc.Finish();
    }

    public override void Dispose()
    {
        _gathered?.Dispose();
        lease.Dispose();
        base.Dispose();
    }
}
