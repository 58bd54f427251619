using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Scans;
using Weir.Tests.Support;

namespace Weir.Engines.Formats.Tests.Codecs;

/// <summary>Whole files compressed: what we write others read, and what was cut or changed is found.</summary>
[Trait("feature", "athena.formats")]
public sealed class CompressedFileTests
{
    /// <summary>Hadoop's frames, taken apart, and each block given to the codec's own library.</summary>
    private const string HadoopReader = """
        import ctypes, struct, sys
        data, out, at = sys.stdin.buffer.read(), b"", 0
        library = ctypes.CDLL("libsnappy.so.1" if sys.argv[1] == "snappy" else "liblz4.so.1")
        while at < len(data):
            plain, stored = struct.unpack_from(">II", data, at)
            block = data[at + 8:at + 8 + stored]
            at += 8 + stored
            target = ctypes.create_string_buffer(plain)
            if sys.argv[1] == "snappy":
                length = ctypes.c_size_t(plain)
                assert library.snappy_uncompress(block, ctypes.c_size_t(stored), target, ctypes.byref(length)) == 0
                assert length.value == plain
            else:
                assert library.LZ4_decompress_safe(block, target, stored, plain) == plain
            out += target.raw
        sys.stdout.buffer.write(out)
        """;

    public static TheoryData<Compression> Written => [Compression.Gzip, Compression.Zstd, Compression.Bzip2, Compression.Snappy, Compression.Lz4];

    [Theory]
    [MemberData(nameof(Written))]
    public void What_is_compressed_comes_back(Compression compression)
    {
        foreach (var (size, variety) in new[] { (0, 1), (1, 1), (3, 2), (4, 1), (259, 1), (260, 1), (1000, 2), (5000, 256), (131_072, 4), (131_073, 20), (900_000, 256), (1_000_001, 3) })
        {
            var bytes = CodecTests.Sample(size, variety);
            Assert.True(Plain(Compressed(bytes, compression), compression).AsSpan().SequenceEqual(bytes), $"{size} bytes of {variety}");
        }
    }

    [Fact]
    public void Bzip2_s_own_program_reads_what_we_write()
    {
        foreach (var bytes in new[] { CodecTests.Text(1_000_000), CodecTests.Sample(950_000, 256), new byte[3_000_000], CodecTests.Sample(300_000, 2), [] })
        {
            Assert.True(Tool.Run("bzip2", Compressed(bytes, Compression.Bzip2), "-dc").AsSpan().SequenceEqual(bytes));
        }

        Assert.InRange(Compressed(CodecTests.Text(1_000_000), Compression.Bzip2).Length, 1, 1.1 * Tool.Run("bzip2", CodecTests.Text(1_000_000), "-9c").Length);
    }

    [Theory]
    [InlineData(Compression.Snappy, "snappy")]
    [InlineData(Compression.Lz4, "lz4")]
    public void The_codecs_own_libraries_read_what_we_write(Compression compression, string name)
    {
        string[] folders = ["/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"];
        Assert.SkipUnless(Array.Exists(folders, folder => File.Exists(Path.Combine(folder, $"lib{name}.so.1"))), $"lib{name} is not installed");
        foreach (var bytes in new[] { CodecTests.Text(1_000_000), CodecTests.Sample(300_000, 256), new byte[500_000] })
        {
            Assert.True(Tool.Run("python3", Compressed(bytes, compression), "-c", HadoopReader, name).AsSpan().SequenceEqual(bytes));
        }
    }

    [Theory]
    [MemberData(nameof(Written))]
    public void A_file_that_was_cut_is_refused_wherever_that_was(Compression compression)
    {
        var whole = Compressed(CodecTests.Text(500), compression);
        for (var length = 1; length < whole.Length; length += length < 40 || whole.Length - length < 40 ? 1 : 7)
        {
            Assert.Throws<FormatException>(() => Plain(whole[..length], compression));
        }

        // The second member too.
        byte[] two = [.. whole, .. whole];
        Assert.Equal(1000, Plain(two, compression).Length);
        Assert.Throws<FormatException>(() => Plain(two[..^3], compression));
    }

    [Theory]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Zstd)]
    [InlineData(Compression.Bzip2)]
    public void A_changed_bit_is_found_or_changes_nothing(Compression compression)
    {
        var text = CodecTests.Text(200);
        var whole = Compressed(text, compression);
        for (var bit = 0; bit < whole.Length * 8; bit += 5)
        {
            whole[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                Assert.True(Plain(whole, compression).AsSpan().SequenceEqual(text), $"bit {bit} of {whole.Length * 8}");
            }
            catch (FormatException)
            {
            }

            whole[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    private static byte[] Compressed(byte[] bytes, Compression compression)
    {
        var target = new MemoryStream();
        using (var writer = CompressedFile.Compress(target, compression))
        {
            for (var at = 0; at < bytes.Length; at += 1000)
            {
                writer.Write(bytes.AsSpan(at, Math.Min(1000, bytes.Length - at)));
            }
        }

        return target.ToArray();
    }

    private static byte[] Plain(byte[] bytes, Compression compression)
    {
        using var reader = CompressedFile.Decompress(new MemoryStream(bytes), compression);
        var plain = new MemoryStream();
        reader.CopyTo(plain);
        return plain.ToArray();
    }
}
