using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Orc;
using Weir.Engines.Formats.Orc.Columns;
using Weir.Engines.Formats.Orc.Streams;

namespace Weir.Engines.Formats.Tests.Orc;

/// <summary>Files cut short and changed, and the corners of the encodings that our writer does not use.</summary>
[Trait("feature", "athena.formats")]
public sealed class OrcDamageTests : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 1 });
    private readonly DuckConnection _connection;

    public OrcDamageTests() => _connection = _database.Connect();

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData(OrcCodec.None)]
    [InlineData(OrcCodec.Zlib)]
    [InlineData(OrcCodec.Zstd)]
    public void Any_changed_byte_gives_rows_or_an_error_in_words(OrcCodec codec)
    {
        var bytes = Written(codec);
        var refused = 0;
        for (var at = 0; at < bytes.Length; at += 3)
        {
            var changed = (byte[])bytes.Clone();
            changed[at] ^= (byte)(1 << (at % 8));
            refused += Reads(changed) ? 0 : 1;
        }

        Assert.InRange(refused, 1, bytes.Length);
        Assert.True(Reads(bytes));
        Assert.False(_connection.IsBroken);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var bytes = Written(OrcCodec.Snappy);

        for (var length = 0; length < bytes.Length; length += 7)
        {
            Assert.False(Reads(bytes[..length]), $"{length} of {bytes.Length} bytes were read");
        }
    }

    [Theory]
    [InlineData("0A2710", "10000 10000 10000 10000 10000")] // a short repeat
    [InlineData("5E035CA1AB1EDEADBEEF", "23713 43806 57005 48879")] // direct
    [InlineData("C609020222424246", "2 3 5 7 11 13 17 19 23 29")] // differences
    public void Runs_of_the_format_s_own_documentation_read_as_it_says(string hex, string expected)
    {
        Assert.Equal(expected, string.Join(' ', Numbers(hex, expected.Split(' ').Length)));
    }

    [Fact]
    public void Outliers_are_patched_into_their_run()
    {
        // 20 numbers from 2000 on in eight bits, of which one needs twelve bits more: the documentation's example.
        var numbers = Numbers("8E132B2107D01E00147028323C46505A646E78828C96A0AAB4BEFCE8", 20);

        Assert.Equal(
            "2030 2000 2020 1000000 2040 2050 2060 2070 2080 2090 2100 2110 2120 2130 2140 2150 2160 2170 2180 2190", string.Join(' ', numbers));
    }

    [Fact]
    public void Lzo_literals_and_matches_are_read()
    {
        // 8 literals, then a copy of 8 from 4 back, then the end.
        var block = Convert.FromHexString("19" + "6162636465666768" + "260C00" + "110000");
        var plain = new byte[64];

        var length = Lzo.Decompress(block, plain);

        Assert.Equal("abcdefghefghefgh", System.Text.Encoding.ASCII.GetString(plain, 0, length));
        Assert.Throws<FormatException>(() => Lzo.Decompress(block.AsSpan(0, 6), new byte[64]));
        Assert.Throws<FormatException>(() => Lzo.Decompress(block, new byte[12]));
    }

    [Fact]
    public void Timestamps_are_the_wall_clock_of_whoever_wrote_them()
    {
        var zone = OrcZone.Of("America/Los_Angeles");

        // 2015 began there eight hours after it did in Greenwich; in July the clocks are seven hours behind.
        Assert.Equal(1420070400 + (8 * 3600), zone.BaseSeconds);
        Assert.Equal(1435708800 - (7 * 3600), zone.ToLocal(1435708800));
        Assert.Equal(zone.ToLocal(1435708800), zone.ToLocal(1435708800));
        Assert.Throws<FormatException>(() => OrcZone.Of("Mars/Olympus_Mons"));
    }

    [Fact]
    public void Text_that_is_no_utf8_is_repaired_and_padding_is_cut()
    {
        Assert.Equal("a\uFFFDb"u8.ToArray(), new TextBytes(OrcKind.String).Of([(byte)'a', 0xFF, (byte)'b']).ToArray());
        Assert.Equal("ab"u8.ToArray(), new TextBytes(OrcKind.Char).Of("ab   "u8).ToArray());
        Assert.Equal([0xFF], new TextBytes(OrcKind.Binary).Of([0xFF]).ToArray());
    }

    private static long[] Numbers(string hex, int count)
    {
        var bytes = Convert.FromHexString(hex);
        var stream = new OrcStream(new(new MemoryBytes(bytes), OrcCodec.None, 1 << 18, new()), 0, bytes.Length);
        var numbers = new long[count];
        WholeNumbers.Of(stream, OrcEncodingKind.DirectV2, isSigned: false).Read(numbers);
        return numbers;
    }

    private byte[] Written(OrcCodec codec)
    {
        const string Rows = "SELECT i AS id, 'text ' || (i % 9) AS word, 'x' || hash(i) AS text, [i, NULL] AS list, CASE WHEN i % 3 <> 0 THEN CAST(i AS DECIMAL(20, 2)) END AS price FROM range(300) t(i)";
        var output = new MemoryStream();
        using var result = _connection.Query(Rows);
        var writer = new OrcFileWriter(output, result.Columns, new() { Codec = codec, RowIndexStride = 100 });
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk);
        }

        writer.Finish();
        return output.ToArray();
    }

    private bool Reads(byte[] bytes)
    {
        try
        {
            var file = OrcFile.Open(() => new MemoryBytes(bytes), new());
            using var scan = _database.Scans.Add(new OrcTable(
                [.. file.Fields.Select((field, at) => new DuckField($"c{at}", field.Type))], "weir_file",
                [new(file, "f", [.. Enumerable.Range(0, file.Fields.Count)], 0)], []));
            _connection.Query($"SELECT bit_xor(hash(COLUMNS(* EXCLUDE (weir_row)))) FROM {scan}").Dispose();
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
        catch (DuckException error)
        {
            Assert.Contains("Malformed ORC file", error.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
