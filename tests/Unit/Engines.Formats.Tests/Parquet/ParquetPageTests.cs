using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Parquet;

namespace Weir.Engines.Formats.Tests.Parquet;

/// <summary>Pages that no writer at hand makes, put together byte by byte: one required column of texts.</summary>
[Trait("feature", "athena.formats")]
public sealed class ParquetPageTests
{
    private const int Plain = 0, EntriesOfDictionary = 8;
    private const int Uncompressed = 0, Snappy = 1;

    [Fact]
    public void Texts_of_version_2_pages_that_are_not_compressed_though_the_column_is_outlive_their_page()
    {
        byte[] pages = [.. Page2("one", "two", "three"), .. Page2("FOUR", "FIVE", "SIX")];

        Assert.Equal("one,two,three,FOUR,FIVE,SIX", Read(File(Snappy, 6, pages, hasDictionary: false)));
    }

    [Fact]
    public void A_dictionary_without_entries_has_none_to_show()
    {
        byte[] entries = [1, 2 << 1, 0]; // one bit each; twice the first entry
        byte[] pages = [.. Page(2, 0, 7, [0x15, 0, 0x15, Plain << 1, 0], []), .. Page(0, entries.Length, 5, [0x15, 2 << 1, 0x15, EntriesOfDictionary << 1, 0x15, 6, 0x15, 6, 0], entries)];

        var error = Assert.ThrowsAny<Exception>(() => Read(File(Uncompressed, 2, pages, hasDictionary: true)));

        Assert.Contains("Malformed Parquet file. entry 0 of a dictionary of 0", error.Message, StringComparison.Ordinal);
    }

    private static string Read(byte[] file)
    {
        using var database = DuckDatabase.Open(new() { Threads = 1 });
        using var connection = database.Connect();
        using var scan = database.Scans.Add(ParquetTable.Of(ParquetFile.Open(() => new MemoryBytes(file)), "rows.parquet"));
        using var result = connection.Query($"SELECT string_agg(t, ',') FROM {scan}");
        using var chunk = result.NextChunk();
        return (string)chunk![0].Read(0)!;
    }

    private static byte[] Page2(params string[] texts)
    {
        byte[] values = [.. texts.SelectMany(text => (byte[])[.. BitConverter.GetBytes(text.Length), .. Encoding.ASCII.GetBytes(text)])];
        byte count = (byte)(texts.Length << 1);
        return Page(3, values.Length, 8, [0x15, count, 0x15, 0, 0x15, count, 0x15, Plain << 1, 0x15, 0, 0x15, 0, 0x12, 0], values);
    }

    /// <param name="part">The member of the page header that says more about this kind of page, and its bytes.</param>
    private static byte[] Page(int kind, int length, int part, byte[] header, byte[] content) =>
        [0x15, (byte)(kind << 1), 0x15, (byte)(length << 1), 0x15, (byte)(length << 1), (byte)(((part - 3) << 4) | 0xC), .. header, 0, .. content];

    private static byte[] File(int codec, int values, byte[] pages, bool hasDictionary)
    {
        byte[] place = hasDictionary ? [0x26, 8, 0x26, 8] : [0x26, 8]; // both begin behind the mark; readers look at the first
        byte[] footer =
        [
            0x15, 2, // version 1
            0x19, 0x2C, // schema of two elements
            0x48, 4, .. "root"u8, 0x15, 2, 0,
            0x15, 12, 0x25, 0, 0x18, 1, .. "t"u8, 0x25, 0, 0, // BYTE_ARRAY, required, UTF8
            0x16, (byte)(values << 1),
            0x19, 0x1C, // one row group
            0x19, 0x1C, // one chunk
            0x26, 8, 0x1C, // its metadata
            0x15, 12, 0x19, 0x15, 0, 0x19, 0x18, 1, .. "t"u8, 0x15, (byte)(codec << 1), 0x16, (byte)(values << 1), // BYTE_ARRAY, PLAIN, path, codec, values
            0x16, .. Long(pages.Length), 0x16, .. Long(pages.Length), .. place, 0,
            0,
            0x16, .. Long(pages.Length), 0x16, (byte)(values << 1), 0,
            0,
        ];
        return [.. "PAR1"u8, .. pages, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8];
    }

    /// <summary>A zigzag varint of two bytes.</summary>
    private static byte[] Long(int value) => [(byte)(((value << 1) & 0x7F) | 0x80), (byte)(value >> 6)];
}
