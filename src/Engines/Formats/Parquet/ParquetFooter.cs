using System.Buffers.Binary;

namespace Weir.Engines.Formats.Parquet;

/// <summary>What a Parquet file says of itself: its row groups, how long their column chunks are and which values lie in them.</summary>
public sealed record ParquetFooter(IReadOnlyList<ParquetRowGroup> RowGroups)
{
    private const int TailBytes = 8;
    private const int FooterBytesMax = 256 << 20;

    /// <summary>How many column chunks there are: a measure of what this takes in memory.</summary>
    public int Chunks => RowGroups.Sum(group => group.Chunks.Count);

    /// <summary>The rows of all row groups.</summary>
    public long Rows => RowGroups.Sum(group => group.Rows);

    /// <summary>The file as a whole is said to have no rows where its row groups have some: some writers forgot to count.</summary>
    public bool LacksRows { get; init; }

    /// <summary>The columns, as a tree.</summary>
    internal ParquetNode Schema { get; init; } = ParquetNode.Empty;

    /// <summary>Where the footer begins: nothing of a column lies behind.</summary>
    internal long End { get; init; }

    /// <exception cref="FormatException">The file is no Parquet, or its footer is damaged.</exception>
    public static ParquetFooter Read(IFileBytes file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var length = file.Length;
        if (length < TailBytes + 4)
        {
            throw new FormatException("the file is too short for Parquet");
        }

        Span<byte> tail = stackalloc byte[TailBytes];
        file.Read(length - TailBytes, tail);
        var footerBytes = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (tail[4..].SequenceEqual("PARE"u8))
        {
            throw new FormatException("the file's footer is encrypted, and encrypted files are not supported");
        }

        if (!tail[4..].SequenceEqual("PAR1"u8) || footerBytes > FooterBytesMax || footerBytes > length - TailBytes - 4)
        {
            throw new FormatException("the file does not end as Parquet does");
        }

        var footer = new byte[footerBytes];
        file.Read(length - TailBytes - footerBytes, footer);
        return ParquetFooterReader.Read(footer) with { End = length - TailBytes - footerBytes };
    }
}

/// <summary>Some rows of a file, column by column.</summary>
public sealed record ParquetRowGroup(long Rows, IReadOnlyList<ParquetChunk> Chunks)
{
    /// <summary>For each column of the schema where its values lie; null where the file does not say.</summary>
    internal IReadOnlyList<ParquetPlace?> Places { get; init; } = [];
}

/// <summary>Where a column's values of a row group lie, and how they are stored.</summary>
internal sealed record ParquetPlace
{
    public int Physical { get; set; } = -1;
    public ParquetCodec Codec { get; set; }

    /// <summary>A bit for each encoding.</summary>
    public uint Encodings { get; set; }

    public long Values { get; set; }
    public long Bytes { get; set; }
    public long DataOffset { get; set; }
    public long DictionaryOffset { get; set; }
    public string Path { get; set; } = "";
    public bool IsEncrypted { get; set; }

    /// <summary>The values are said to be in another file.</summary>
    public bool IsElsewhere { get; set; }

    public bool Has(int encoding) => (Encodings & (1U << encoding)) != 0;

    /// <summary>Some writers say 0 for "no dictionary", some put it behind the data by mistake.</summary>
    public long Start => DictionaryOffset > 0 && DictionaryOffset < DataOffset ? DictionaryOffset : DataOffset;
}

/// <summary>How pages are compressed, by the number in the file.</summary>
internal enum ParquetCodec
{
    None = 0,
    Snappy = 1,
    Gzip = 2,
    Lzo = 3,
    Brotli = 4,

    /// <summary>As Hadoop frames it, or plain blocks, or whole LZ4 frames: writers differed.</summary>
    Lz4 = 5,
    Zstd = 6,
    Lz4Raw = 7,
}

/// <summary>One column's values in a row group.</summary>
/// <param name="Root">The name of the column of the table that it is (part of), lower case.</param>
/// <param name="IsWhole">The chunk is the column, not a part of a nested one.</param>
/// <param name="Bytes">As compressed in the file.</param>
/// <param name="Nulls">Null when the file does not say.</param>
/// <param name="Min">No value is smaller: decimal (whole numbers too), double, byte[] (text), <see cref="DateTime"/> or bool; null when the file does not say.</param>
/// <param name="Max">No value is greater.</param>
public sealed record ParquetChunk(string Root, bool IsWhole, long Bytes, long? Nulls, object? Min, object? Max);
