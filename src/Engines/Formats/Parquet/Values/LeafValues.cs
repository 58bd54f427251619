using Weir.Engines.DuckDb.Tables;
using Weir.Engines.Formats.Parquet.Encodings;

namespace Weir.Engines.Formats.Parquet.Values;

/// <summary>The values of a column that stand in its pages (no NULL among them), some rows at a time. One thread.</summary>
internal abstract class LeafValues(ParquetNode node)
{
    /// <summary>An encoding's number in the file.</summary>
    protected const int Plain = 0, PlainDictionary = 2, Runs = 3, Delta = 5, DeltaLength = 6, DeltaStrings = 7, Dictionary = 8, Split = 9;

    private const int EntriesMax = 1 << 28;

    private (int Encoding, ReadOnlyMemory<byte> Bytes)? _page;

    protected ParquetNode Node => node;

    /// <summary>Whether values that were read stay where they are in their page until they are written.</summary>
    public virtual bool LieInPages => false;

    public static LeafValues Of(ParquetNode node, DuckDb.DuckType type) => node.Element.Physical switch
    {
        0 => new BooleanValues(node),
        1 => new NumberValues<int>(node, Conversions.OfInt(node, type), bytes => new DeltaInts(bytes)),
        2 => new NumberValues<long>(node, Conversions.OfLong(node, type), bytes => new DeltaLongs(bytes)),
        3 => new NumberValues<Int96>(node, Conversions.OfInt96(), null),
        4 => new NumberValues<float>(node, Conversions.Same<float>(), null),
        5 => new NumberValues<double>(node, Conversions.Same<double>(), null),
        _ => new BytesValues(node, type),
    };

    /// <summary>Begins a page of values. It is looked at when one is wanted: a page of NULLs may have nothing there.</summary>
    public void Open(int encoding, ReadOnlyMemory<byte> bytes) => _page = (encoding, bytes);

    public abstract void OpenDictionary(int encoding, ReadOnlyMemory<byte> bytes, int count);

    /// <summary>Reads values of the page behind those that are here.</summary>
    public void Append(int count)
    {
        if (count == 0)
        {
            return;
        }

        if (_page is var (encoding, bytes))
        {
            _page = null;
            OpenPage(encoding, bytes);
        }

        AppendValues(count);
    }

    /// <summary>Forgets the first values.</summary>
    public abstract void Drop(int count);

    /// <summary>Writes the first values to the rows whose byte is not 0; to all rows where there are no bytes.</summary>
    public abstract void Write(ref DuckColumnWriter target, int rows, ReadOnlySpan<byte> present);

    protected abstract void OpenPage(int encoding, ReadOnlyMemory<byte> bytes);

    protected abstract void AppendValues(int count);

    protected FormatException Refused(int encoding) =>
        new($"column {node.Path} of physical type {node.Element.Physical} has the encoding {encoding}");

    protected static RunReader Entries(ReadOnlyMemory<byte> bytes) =>
        bytes.IsEmpty ? new(default, 0) : new(bytes[1..], bytes.Span[0]);

    /// <summary>Entries that a dictionary of so many bytes cannot have cost no memory; of values without any bytes there is one at most.</summary>
    protected int CheckedEntries(int count, int bytes, int bytesEach) =>
        count >= 0 && count <= EntriesMax && (bytesEach == 0 ? count <= 1 : (long)count * bytesEach <= bytes)
            ? count
            : throw new FormatException($"column {node.Path} has a dictionary of {count} entries in {bytes} bytes");
}
