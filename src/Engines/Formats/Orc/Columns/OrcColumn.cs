using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Orc.Columns;

/// <summary>Reads the values of one column of one stripe, in order, into DuckDB's vectors. One thread.</summary>
internal abstract class OrcColumn(OrcStripe stripe, OrcType type)
{
    private readonly BitRuns? _present = stripe.Has(type.Id, OrcStreamKind.Present)
        ? new(stripe.Stream(type.Id, OrcStreamKind.Present))
        : null;

    private byte[] _rows = [];
    private byte[] _dense = [];

    protected OrcStripe Stripe => stripe;

    protected OrcType Type => type;

    public static OrcColumn Of(OrcStripe stripe, OrcType type) => type.Kind switch
    {
        OrcKind.Boolean => new BooleanColumn(stripe, type),
        OrcKind.Byte => new ByteColumn(stripe, type),
        OrcKind.Short or OrcKind.Int or OrcKind.Long or OrcKind.Date => new WholeColumn(stripe, type),
        OrcKind.Float => new RealColumn<float>(stripe, type),
        OrcKind.Double => new RealColumn<double>(stripe, type),
        OrcKind.String or OrcKind.Varchar or OrcKind.Char or OrcKind.Binary =>
            stripe.Encoding(type.Id).Kind is OrcEncodingKind.Dictionary or OrcEncodingKind.DictionaryV2
                ? new DictionaryColumn(stripe, type)
                : new TextColumn(stripe, type),
        OrcKind.Decimal => new DecimalColumn(stripe, type),
        OrcKind.Timestamp or OrcKind.TimestampInstant => new TimestampColumn(stripe, type),
        OrcKind.List or OrcKind.Map => new ListColumn(stripe, type),
        OrcKind.Struct => new StructColumn(stripe, type),
        OrcKind.Union => new UnionColumn(stripe, type),
        _ => throw new FormatException($"an ORC type of no known kind: {(int)type.Kind}"),
    };

    /// <summary>Reads rows into the start of a vector.</summary>
    /// <param name="wanted">A byte for each row, 0 where what encloses the value is NULL, so that the file has none; empty when all have one.</param>
    public abstract void Read(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted);

    /// <summary>Goes to a row that an index knows.</summary>
    /// <param name="positionsOf">For a column's id, the numbers of its index there.</param>
    public void Seek(Func<int, IReadOnlyList<ulong>> positionsOf)
    {
        var positions = new OrcPositions(positionsOf(type.Id));
        _present?.Seek(ref positions);
        SeekValues(ref positions, positionsOf);
    }

    protected abstract void SeekValues(ref OrcPositions positions, Func<int, IReadOnlyList<ulong>> positionsOf);

    protected OrcStream Stream(OrcStreamKind kind) => stripe.Stream(type.Id, kind);

    /// <summary>The run-length version of the column's numbers; columns that cannot have a dictionary refuse one.</summary>
    protected OrcEncodingKind DirectEncoding()
    {
        var kind = stripe.Encoding(type.Id).Kind;
        return kind is OrcEncodingKind.Direct or OrcEncodingKind.DirectV2
            ? kind
            : throw new FormatException($"column {type.Id}, a {type.Kind}, in the encoding {kind}");
    }

    /// <summary>Finds out which rows have values and marks the others NULL.</summary>
    /// <param name="present">A byte for each row; empty when all have a value.</param>
    /// <returns>How many values to read.</returns>
    protected int ReadPresent(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> wanted, out ReadOnlySpan<byte> present)
    {
        var inFile = wanted.IsEmpty ? rows : Count(wanted);
        if (_present is null)
        {
            present = inFile == rows ? [] : wanted;
            target.SetPresent(present);
            return inFile;
        }

        var dense = Room(ref _dense, inFile);
        _present.Read(dense);
        var values = Count(dense);
        if (inFile == rows)
        {
            present = values == rows ? [] : dense;
        }
        else
        {
            var spread = Room(ref _rows, rows);
            var from = 0;
            for (var row = 0; row < rows; row++)
            {
                spread[row] = wanted[row] != 0 ? dense[from++] : (byte)0;
            }

            present = spread;
        }

        target.SetPresent(present);
        return values;
    }

    /// <summary>Moves values that stand close together at the start to the rows they belong to.</summary>
    protected static void Spread<T>(Span<T> values, int count, ReadOnlySpan<byte> present)
    {
        for (var row = present.Length - 1; count <= row && count > 0; row--)
        {
            if (present[row] != 0)
            {
                values[row] = values[--count];
            }
        }
    }

    /// <summary>Memory that is kept from call to call.</summary>
    protected static Span<T> Room<T>(ref T[] memory, int count)
    {
        if (memory.Length < count)
        {
            memory = new T[Math.Max(count, Math.Min(memory.Length * 2, 1 << 20))];
        }

        return memory.AsSpan(0, count);
    }

    private static int Count(ReadOnlySpan<byte> present)
    {
        var count = 0;
        foreach (var one in present)
        {
            count += one;
        }

        return count;
    }
}
