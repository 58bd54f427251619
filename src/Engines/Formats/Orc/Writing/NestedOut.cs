using System.Buffers;
using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc.Writing;

internal sealed class StructOut(int id, DuckType type, ColumnOut[] fields, OrcWriteOptions options) : ColumnOut(id, OrcKind.Struct, type, options)
{
    public override IReadOnlyList<ColumnOut> Children => fields;

    protected override IReadOnlyList<OutStream> Streams => [];

    public override ProtoWriter TypeMessage()
    {
        var message = base.TypeMessage();
        foreach (var field in Type.Fields)
        {
            message.Text(3, field.Name);
        }

        return message;
    }

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        CountValues(rows.Length);
        for (var at = 0; at < fields.Length; at++)
        {
            fields[at].Write(vector.Field(at), rows);
        }
    }

    /// <summary>The root's rows come as columns of a chunk, not as a vector.</summary>
    public void CountValues(int count) => Statistics.Values(count);

    protected override void ValuePositions(List<ulong> positions)
    {
    }

    protected override void FinishValues()
    {
    }
}

/// <summary>Lists, and maps as lists of pairs.</summary>
internal sealed class ListOut : ColumnOut
{
    private readonly ColumnOut[] _parts;
    private readonly OutStream _stream;
    private readonly WholeNumbersOut _lengths;

    public ListOut(int id, DuckType type, ColumnOut[] parts, OrcWriteOptions options)
        : base(id, type.Kind == DuckKind.Map ? OrcKind.Map : OrcKind.List, type, options)
    {
        _parts = parts;
        _stream = new(OrcStreamKind.Length, options);
        _lengths = new(_stream, isSigned: false);
    }

    public override IReadOnlyList<ColumnOut> Children => _parts;

    public override OrcEncodingKind Encoding => OrcEncodingKind.DirectV2;

    protected override IReadOnlyList<OutStream> Streams => [_stream];

    protected override void WriteValues(DuckVector vector, ReadOnlySpan<int> rows)
    {
        var total = 0;
        foreach (var row in rows)
        {
            total += vector.Range(row).Length;
        }

        Statistics.Values(rows.Length);
        var elements = ArrayPool<int>.Shared.Rent(Math.Max(total, 1));
        var count = 0;
        foreach (var row in rows)
        {
            var (start, length) = vector.Range(row);
            _lengths.Add(length);
            for (var at = 0; at < length; at++)
            {
                elements[count++] = start + at;
            }
        }

        var inside = vector.Elements();
        if (Kind == OrcKind.List)
        {
            _parts[0].Write(inside, elements.AsSpan(0, count));
        }
        else
        {
            _parts[0].Write(inside.Field(0), elements.AsSpan(0, count));
            _parts[1].Write(inside.Field(1), elements.AsSpan(0, count));
        }

        ArrayPool<int>.Shared.Return(elements);
    }

    protected override void ValuePositions(List<ulong> positions) => _lengths.Position(positions);

    protected override void FinishValues()
    {
        _lengths.Flush();
        _stream.Finish();
    }
}
