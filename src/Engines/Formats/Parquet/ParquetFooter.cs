using System.Buffers.Binary;

namespace Weir.Engines.Formats.Parquet;

/// <summary>What a Parquet file says of itself: its row groups, how long their column chunks are and which values lie in them.</summary>
public sealed record ParquetFooter(IReadOnlyList<ParquetRowGroup> RowGroups)
{
    private const int TailBytes = 8;
    private const int FooterBytesMax = 256 << 20;

    /// <summary>How many column chunks there are: a measure of what this takes in memory.</summary>
    public int Chunks => RowGroups.Sum(group => group.Chunks.Count);

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
        if (!tail[4..].SequenceEqual("PAR1"u8) || footerBytes > FooterBytesMax || footerBytes > length - TailBytes - 4)
        {
            throw new FormatException("the file does not end as Parquet does");
        }

        var footer = new byte[footerBytes];
        file.Read(length - TailBytes - footerBytes, footer);
        return ParquetFooterReader.Read(footer);
    }
}

/// <summary>Some rows of a file, column by column.</summary>
public sealed record ParquetRowGroup(long Rows, IReadOnlyList<ParquetChunk> Chunks);

/// <summary>One column's values in a row group.</summary>
/// <param name="Root">The name of the column of the table that it is (part of), lower case.</param>
/// <param name="IsWhole">The chunk is the column, not a part of a nested one.</param>
/// <param name="Bytes">As compressed in the file.</param>
/// <param name="Nulls">Null when the file does not say.</param>
/// <param name="Min">No value is smaller: decimal (whole numbers too), double, byte[] (text), <see cref="DateTime"/> or bool; null when the file does not say.</param>
/// <param name="Max">No value is greater.</param>
public sealed record ParquetChunk(string Root, bool IsWhole, long Bytes, long? Nulls, object? Min, object? Max);
