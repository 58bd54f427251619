using Weir.Engines.DuckDb;

namespace Weir.Engines.Formats.Orc.Writing;

/// <summary>Writes one column of the type tree: its streams, its index, its statistics. One thread.</summary>
internal abstract class ColumnOut
{
    private readonly OutStream _presentStream;
    private readonly BitRunsOut _present;
    private readonly List<List<ulong>> _presentPositions = [];
    private readonly List<StatisticsOut> _groups = [];
    private bool _hasNull;

    protected ColumnOut(int id, OrcKind kind, DuckType type, OrcWriteOptions options)
    {
        (Id, Kind, Type, Options) = (id, kind, type, options);
        _presentStream = new(OrcStreamKind.Present, options);
        _present = new(_presentStream);
        File = NewStatistics();
        Statistics = NewStatistics();
    }

    public int Id { get; }

    public OrcKind Kind { get; }

    public DuckType Type { get; }

    /// <summary>Of the whole file, stripes finished so far.</summary>
    public StatisticsOut File { get; }

    public virtual IReadOnlyList<ColumnOut> Children => [];

    /// <summary>Bytes held in memory, without the children's.</summary>
    public virtual long Held => _presentStream.Held + Streams.Sum(stream => stream.Held);

    public virtual OrcEncodingKind Encoding => OrcEncodingKind.Direct;

    public virtual long DictionarySize => 0;

    protected OrcWriteOptions Options { get; }

    /// <summary>Of the current group of rows.</summary>
    protected StatisticsOut Statistics { get; private set; }

    /// <summary>Streams of the stripe but for the one of NULLs, in the order in which an index names their positions.</summary>
    protected abstract IReadOnlyList<OutStream> Streams { get; }

    /// <summary>Positions of the values' streams at the start of each group.</summary>
    protected List<List<ulong>> Positions { get; } = [];

    public static ColumnOut Of(DuckType type, ref int next, OrcWriteOptions options)
    {
        var id = next++;
        switch (type.Kind)
        {
            case DuckKind.Boolean:
                return new BooleanOut(id, type, options);
            case DuckKind.TinyInt:
                return new ByteOut(id, type, options);
            case DuckKind.SmallInt or DuckKind.Integer or DuckKind.BigInt or DuckKind.Date:
                return new WholeOut(id, type, options);
            case DuckKind.Float or DuckKind.Double:
                return new RealOut(id, type, options);
            case DuckKind.Varchar or DuckKind.Blob:
                return new TextOut(id, type, options);
            case DuckKind.Decimal:
                return new DecimalOut(id, type, options);
            case DuckKind.Timestamp or DuckKind.TimestampTz:
                return new TimestampOut(id, type, options);
            case DuckKind.List:
                return new ListOut(id, type, [Of(type.Element!, ref next, options)], options);
            case DuckKind.Map:
                return new ListOut(id, type, [Of(type.Fields[0].Type, ref next, options), Of(type.Fields[1].Type, ref next, options)], options);
            case DuckKind.Struct:
                var fields = new ColumnOut[type.Fields.Count];
                for (var at = 0; at < fields.Length; at++)
                {
                    fields[at] = Of(type.Fields[at].Type, ref next, options);
                }

                return new StructOut(id, type, fields, options);
            default:
                throw new NotSupportedException($"a column of type {type} cannot be written as ORC");
        }
    }

    /// <summary>Writes the values of some rows of a vector, in that order.</summary>
    public void Write(DuckVector vector, ReadOnlySpan<int> rows)
    {
        var valid = System.Buffers.ArrayPool<int>.Shared.Rent(Math.Max(rows.Length, 1));
        try
        {
            var count = 0;
            foreach (var row in rows)
            {
                var isValid = vector.IsValid(row);
                _present.Add(isValid);
                if (isValid)
                {
                    valid[count++] = row;
                }
            }

            if (count < rows.Length)
            {
                _hasNull = true;
                Statistics.Null();
            }

            WriteValues(vector, valid.AsSpan(0, count));
        }
        finally
        {
            System.Buffers.ArrayPool<int>.Shared.Return(valid);
        }
    }

    /// <summary>Begins a group of rows: the index will point here.</summary>
    public virtual void BeginGroup()
    {
        var positions = new List<ulong>();
        _present.Position(positions);
        _presentPositions.Add(positions);
        Positions.Add([]);
        ValuePositions(Positions[^1]);
        foreach (var child in Children)
        {
            child.BeginGroup();
        }
    }

    public void EndGroup()
    {
        _groups.Add(Statistics);
        Statistics = NewStatistics();
        foreach (var child in Children)
        {
            child.EndGroup();
        }
    }

    /// <summary>Completes the stripe's streams and gives them, an index first, with the stripe's statistics.</summary>
    public (ProtoWriter Index, IReadOnlyList<OutStream> Streams, StatisticsOut Statistics) Finish()
    {
        _present.Flush();
        _presentStream.Finish();
        FinishValues();
        var index = new ProtoWriter();
        var stripe = NewStatistics();
        for (var group = 0; group < _groups.Count; group++)
        {
            var entry = new ProtoWriter();
            entry.Packed(1, _hasNull ? _presentPositions[group].Concat(Positions[group]) : Positions[group]);
            entry.Message(2, _groups[group].Message());
            index.Message(1, entry);
            stripe.Merge(_groups[group]);
        }

        File.Merge(stripe);
        var streams = Streams.Where(stream => stream.Stored.Length > 0);
        return (index, _hasNull ? [_presentStream, .. streams] : [.. streams], stripe);
    }

    /// <summary>Forgets the stripe.</summary>
    public virtual void Clear()
    {
        _presentStream.Clear();
        _presentPositions.Clear();
        _groups.Clear();
        Positions.Clear();
        _hasNull = false;
        foreach (var stream in Streams)
        {
            stream.Clear();
        }
    }

    public virtual ProtoWriter TypeMessage()
    {
        var message = new ProtoWriter();
        message.Number(1, (ulong)Kind);
        if (Children.Count > 0)
        {
            message.Packed(2, Children.Select(child => (ulong)child.Id));
        }

        return message;
    }

    protected abstract void WriteValues(DuckVector vector, ReadOnlySpan<int> rows);

    /// <summary>Adds where the next value's parts will be.</summary>
    protected abstract void ValuePositions(List<ulong> positions);

    protected abstract void FinishValues();

    private StatisticsOut NewStatistics() => new(Kind, Type.Scale);
}
