using System.Text;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Formats.Text;
using FormatException = Weir.Engines.Formats.FormatException;

namespace Weir.Fuzz;

/// <summary>The file formats: whatever is in a file, a reader ends, and says so with its own exception.</summary>
internal static class FormatFuzz
{
    private const int BytesMax = 8 << 20;

    public static bool Avro(byte[] input) => Reads(() =>
    {
        using var reader = AvroFileReader.Open(new MemoryStream(input));
        foreach (var _ in reader.Read().Take(10_000))
        {
        }
    });

    public static bool AvroSchemaText(byte[] input) => Reads(() => AvroSchema.Parse(Encoding.UTF8.GetString(input)));

    public static bool Snappy(byte[] input) => Reads(() => Weir.Engines.Formats.Codecs.Snappy.Decompress(input, BytesMax));

    public static bool Lz4Block(byte[] input) => Reads(() => Lz4.Decompress(input, new byte[64 << 10]));

    public static bool Stream(byte[] input, Compression compression) => Reads(() =>
    {
        using var stream = CompressedFile.Decompress(new MemoryStream(input), compression);
        var buffer = new byte[64 << 10];
        var left = BytesMax;
        for (var count = stream.Read(buffer); count > 0 && left > 0; count = stream.Read(buffer))
        {
            left -= count;
        }
    });

    public static bool Grok(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input).Split('\n', 2);
        return Reads(() => GrokPattern.Parse(text[0], text.Length > 1 ? text[1] : ""));
    }

    public static byte[] AvroFile(AvroCodec codec)
    {
        const string Schema = """{"type":"record","name":"r","fields":[{"name":"a","type":["null","int"]},{"name":"s","type":"string"},{"name":"l","type":{"type":"array","items":"r2"}}]}""";
        var target = new MemoryStream();
        using (var writer = new AvroFileWriter(target, AvroSchema.Parse(Schema.Replace("\"r2\"", "\"long\"", StringComparison.Ordinal)), codec))
        {
            writer.Append(new object?[] { 1, "one", new object?[] { 1L, 2L } });
            writer.Append(new object?[] { null, "two", Array.Empty<object?>() });
        }

        return target.ToArray();
    }

    public static byte[] Compressed(Compression compression)
    {
        var target = new MemoryStream();
        using (var writer = CompressedFile.Compress(target, compression))
        {
            writer.Write("hello hello hello hello hello hello"u8);
        }

        return target.ToArray();
    }

    private static bool Reads(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception error) when (error is FormatException)
        {
            return false;
        }
    }
}
