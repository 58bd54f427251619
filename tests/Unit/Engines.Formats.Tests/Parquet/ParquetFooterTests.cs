using System.Text;
using Weir.Engines.Formats.Parquet;

namespace Weir.Engines.Formats.Tests.Parquet;

public sealed class ParquetFooterTests
{
    /// <summary>One row group of ten rows with a BIGINT named "Id" of 77 bytes, from -3 to 200, two of them NULL.</summary>
    private static readonly byte[] Footer =
    [
        0x15, 2, // version 1
        0x19, 0x2C, // schema of two elements
        0x48, 4, .. "root"u8, 0x15, 2, 0,
        0x15, 4, 0x38, 2, .. "Id"u8, 0,
        0x16, 20, // ten rows
        0x19, 0x1C, // one row group
        0x19, 0x1C, // one chunk
        0x3C, // its metadata
        0x15, 4, 0x29, 0x18, 2, .. "Id"u8, 0x46, 0x9A, 1, // INT64, path, 77 bytes
        0x5C, 0x36, 4, 0x28, 8, .. BitConverter.GetBytes(200L), 0x18, 8, .. BitConverter.GetBytes(-3L), 0,
        0, 0,
        0x26, 20, 0, // ten rows
        0,
    ];

    [Fact]
    public void Chunks_and_their_statistics_are_read()
    {
        var chunk = Assert.Single(Assert.Single(Read(Footer).RowGroups).Chunks);

        Assert.Equal(new ParquetChunk("id", IsWhole: true, 77, 2, -3m, 200m), chunk);
        Assert.Equal(10, Read(Footer).RowGroups[0].Rows);
    }

    [Fact]
    public void A_file_that_is_none_is_refused()
    {
        Assert.Throws<FormatException>(() => ParquetFooter.Read(new MemoryBytes("PAR1"u8.ToArray())));
        Assert.Throws<FormatException>(() => ParquetFooter.Read(new MemoryBytes(Encoding.ASCII.GetBytes("PAR1 this is not parquet PAR1"))));
    }

    [Fact]
    public void Damage_is_a_format_error_and_nothing_else()
    {
        for (var at = 0; at < Footer.Length; at++)
        {
            for (var value = 0; value < 256; value++)
            {
                var damaged = Footer.ToArray();
                damaged[at] = (byte)value;
                Survive(damaged);
            }

            Survive(Footer[..at]);
        }
    }

    private static void Survive(byte[] footer)
    {
        try
        {
            _ = Read(footer).RowGroups.Sum(group => group.Chunks.Sum(chunk => chunk.Bytes));
        }
        catch (FormatException)
        {
        }
    }

    private static ParquetFooter Read(byte[] footer) =>
        ParquetFooter.Read(new MemoryBytes((byte[])[.. "PAR1"u8, .. footer, .. BitConverter.GetBytes(footer.Length), .. "PAR1"u8]));
}
