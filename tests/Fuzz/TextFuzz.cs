using System.Text;
using Weir.Engines.DuckDb;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Xz;
using Weir.Engines.Formats.Ion;
using Weir.Engines.Formats.Ion.Writing;
using Weir.Engines.Formats.Json;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Formats.Text;

namespace Weir.Fuzz;

/// <summary>
/// Files of rows that strangers brought, through the readers of ours: any bytes are rows, or an error that names the file. The first byte
/// of an input chooses the reader's options.
/// </summary>
internal static class TextFuzz
{
    private const string Address = "s3://b/k";

    private static readonly DuckDatabase Database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 512L << 20 });
    private static readonly DuckConnection Connection = Database.Connect();
    private static readonly string Path = System.IO.Path.Combine(Directory.CreateTempSubdirectory("weir-fuzz").FullName, "file");

    private static readonly DuckField[] Table =
    [
        new("n", new(DuckKind.BigInt)), new("name", new(DuckKind.Varchar)), new("real", new(DuckKind.Double)), Field("price", "decimal(20,4)"), new("day", new(DuckKind.Date)),
        new("at", new(DuckKind.Timestamp)), new("flag", new(DuckKind.Boolean)), Field("list", "array<bigint>"), Field("pairs", "map<string,int>"),
        Field("item", "struct<a:int,b:array<string>>"), Field("bytes", "binary"),
    ];

    /// <summary>OpenCSV knows nothing nested.</summary>
    private static readonly DuckField[] Flat = Table[..7];

    private static readonly DuckField[] Texts = [.. Enumerable.Range(0, 4).Select(at => new DuckField($"c{at}", new(DuckKind.Varchar)))];

    public static IReadOnlyList<byte[]> IonSeeds => [Ion(isText: true), Ion(isText: false)];

    public static byte[] Utf16 => [8, .. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("1\u0001가나\u00012.5\n2\u0001\\N\n")];

    public static byte[] XzSeed => Convert.FromHexString(
        "FD377A585A000004E6D6B4460200210116000000742FE5A3010004" + "68656C6C6F000000" + "B1371BDBE5DA1E9B" + "00011D05B82D80AF" + "1FB6F37D010000000004595A");

    public static bool IonRows(byte[] input) => input.Length > 0 && Reads(new IonFormat(Table, new() { IgnoresMalformed = (input[0] & 1) != 0, FailsOnOverflow = (input[0] & 2) == 0 }), Table, input[1..]);

    public static bool Avro(byte[] input) => Reads(new AvroFormat(Table, null), Table, input);

    public static bool JsonRows(byte[] input) => input.Length > 0 && Reads(JsonLines.Format(Lines(input[0]), Json(input[0]), Table), Table, input[1..]);

    public static bool JsonRecords(byte[] input) => input.Length > 0 && Reads(new JsonRecordsFormat("Records", Json(input[0]), Table, 1 << 20), Table, input[1..]);

    public static bool Delimited(byte[] input) => input.Length > 0 && Reads(
        DelimitedText.Format(
            Lines(input[0]),
            new()
            {
                FieldDelimiter = (input[0] & 16) != 0 ? "~|"u8.ToArray() : [1],
                Escape = (input[0] & 32) != 0 ? (byte)'\\' : null,
                LastTakesRest = (input[0] & 64) != 0,
                TimestampFormats = (input[0] & 128) != 0 ? ["yyyy-MM-dd'T'HH:mm:ss.SSSZ", "MM/dd/yy"] : [],
            },
            Table),
        Table, input[1..]);

    public static bool Csv(byte[] input) => input.Length > 0 && Reads(
        QuotedCsv.Format(Lines(input[0]), ',', (input[0] & 16) != 0 ? '\'' : '"', (input[0] & 32) != 0 ? '\0' : '\\', Flat, (input[0] & 64) != 0 ? ["", "NA"] : null), Flat, input[1..]);

    public static bool Pattern(byte[] input) => input.Length > 0 && Reads(
        (input[0] & 16) != 0
            ? PatternDecoder.OfGrok(Lines(input[0]), "%{IP:c0} %{NUMBER:c1} %{WORD:c2}(?: %{GREEDYDATA:c3})?", "", Texts)
            : PatternDecoder.OfRegex(Lines(input[0]), """^(\S+) (?:"([^"]*)"|-) (\d+)( .*)?$""", (input[0] & 32) != 0, Texts),
        Texts, input[1..]);

    public static bool Xz(byte[] input)
    {
        try
        {
            XzFile.Decompress(input, 8 << 20);
            return true;
        }
        catch (Weir.Engines.Formats.FormatException)
        {
            return false;
        }
    }

    /// <summary>Whatever is compressed must come back.</summary>
    public static bool RoundTrip(byte[] input)
    {
        foreach (var compression in new[] { Compression.Bzip2, Compression.Snappy, Compression.Lz4, Compression.Zstd })
        {
            var target = new MemoryStream();
            using (var writer = CompressedFile.Compress(target, compression))
            {
                writer.Write(input);
            }

            using var reader = CompressedFile.Decompress(new MemoryStream(target.ToArray()), compression);
            var back = new MemoryStream();
            reader.CopyTo(back);
            if (!back.ToArray().AsSpan().SequenceEqual(input))
            {
                throw new InvalidOperationException($"{compression} does not give back what it got");
            }
        }

        return true;
    }

    private static bool Reads(IFileFormat format, DuckField[] table, byte[] content)
    {
        File.WriteAllBytes(Path, content);
        try
        {
            using var scan = Database.Scans.Add(new FileTableSource(table, [new(Path, Address, content.Length, 0, Compression.None)], format));
            var columns = string.Join(", ", table.Select(column => $"bit_xor(hash({DuckSql.Name(column.Name)}))"));

            // What is well formed may still be long: rows that repeat take few bytes.
            Connection.Query($"SELECT {columns} FROM (SELECT * FROM {scan} LIMIT 4096)").Dispose();
            Connection.Query($"SELECT count(*) FROM (SELECT 1 FROM {scan} LIMIT 4096)").Dispose();
            return true;
        }
        catch (DuckException error) when (error.Message.Contains(Address, StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static LineOptions Lines(byte options) => new()
    {
        HeaderLines = options & 1,
        FooterLines = (options >> 1) & 1,
        Encoding = ((options >> 2) & 3) switch { 1 => LineOptions.EncodingOf("CP949"), 2 => LineOptions.EncodingOf("UTF-16"), _ => null },
        LineBytesMax = 1 << 20,
    };

    private static JsonOptions Json(byte options) => new()
    {
        IgnoresMalformed = (options & 16) != 0,
        IsCaseSensitive = (options & 32) != 0,
        HasDotsInKeys = (options & 64) != 0,
        Mappings = (options & 128) != 0 ? new Dictionary<string, string> { ["name"] = "Full Name" } : [],
    };

    private static byte[] Ion(bool isText)
    {
        using var result = Connection.Query("""
            SELECT i AS n, 'name ' || i AS name, i / 3 AS real, CAST(i AS DECIMAL(20, 4)) AS price, DATE '2020-01-01' AS day, TIMESTAMP '1960-01-01 01:02:03.5' AS at, i % 2 = 0 AS flag,
                [i, 7] AS list, MAP {'k': CAST(i AS INTEGER)} AS pairs, {'a': CAST(i AS INTEGER), 'b': ['x']} AS item, encode('b' || i) AS bytes
            FROM range(4) t(i)
            """);
        var target = new MemoryStream();
        var writer = new IonTableWriter(target, result.Columns, new() { IsText = isText });
        while (result.NextChunk() is { } chunk)
        {
            writer.Write(chunk, 0, chunk.RowCount);
        }

        writer.Finish();
        return [0, .. target.ToArray()];
    }

    private static DuckField Field(string name, string type) => new(name, HiveTypes.Parse(type)!);
}
