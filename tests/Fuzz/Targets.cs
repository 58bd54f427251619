using System.Buffers.Binary;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Codecs;
using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Engines.Formats.Scans;
using Weir.Engines.Sql;
using Weir.Engines.Sql.Iot;
using Weir.Kernel.Core;
using Weir.Kernel.Identity.Bodies;
using Weir.Kernel.Identity.Policies;
using Weir.Kernel.Identity.Signatures;
using Weir.Kernel.Log;
using Weir.Kernel.Storage.Checksums;
using Weir.Kernel.Wire.Fuzzing;
using Weir.Protocols.Mqtt;

namespace Weir.Fuzz;

/// <summary>One parser: returns whether the input was one of its language; must not throw.</summary>
internal sealed record FuzzTarget(string Name, Func<byte[], bool> Run, IReadOnlyList<byte[]> Seeds, IReadOnlyList<byte[]> Words);

/// <summary>Every parser that reads what a stranger sends.</summary>
internal static class Targets
{
    private static readonly RequestAuthenticator Authenticator = new(
        [new RootCredentials(new WeirSettings())], new WeirSettings(), TimeProvider.System, NullLogger<RequestAuthenticator>.Instance);

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("json", input => WireFuzz.Json(input), Text("{\"Text\":\"a\",\"List\":[1,{}]}"), Text("{", "[", "\"", "\\u0000", "null", "1e999")),
        new("cbor", input => WireFuzz.Cbor(input), Bytes("A16454657874614161", "BF6454657874FF"), Bytes("9F", "BF", "FF", "5B", "7B", "1B7FFFFFFFFFFFFFFF")),
        new("xml", input => WireFuzz.Xml(input), Text("<Fuzz><Text>a</Text><List><member>b</member></List></Fuzz>"), Text("<a>", "</a>", "&amp;", "<![CDATA[", "<!DOCTYPE a [<!ENTITY b \"c\">]>")),
        new("query", input => WireFuzz.Query(input), Text("Action=X&Version=1&List.member.1=a&Map.entry.1.key=b"), Text("&", "=", ".1", ".member.999999999", "%00")),
        new("routing", input => WireFuzz.Routing(input), Text("a=b&c\nAWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request\nb.s3.localhost:1\n/b/k/%2F"), Text("%", "/", "Credential=", ".s3.")),
        new("signature", Signature, Text(
            "GET\n/a\nX=1\nauthorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=00\nx-amz-date: 20260101T000000Z\nhost: h",
            "GET\n/a\nX-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=9&X-Amz-SignedHeaders=host&X-Amz-Signature=00\nhost: h"),
            Text("Credential=", "SignedHeaders=", ";", "/", "%25", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")),
        new("chunks", Chunks, Text("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"), Text("\r\n", "0\r\n", ";chunk-signature=", "ffffffff\r\n", "x-amz-checksum-sha256:")),
        new("policy", Policy, Text("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\",\"Condition\":{\"StringLike\":{\"aws:username\":\"${aws:username}\"}}}]}"),
            Text("\"Effect\"", "\"NotAction\"", "\"Condition\"", "[", "{", "*", "${")),
        new("mqtt", input => MqttFuzz.Packets(input), Bytes(
            "101000044D5154540402003C000464657631", "101300044D5154540502003C0321001400036465760000", "320B0003612F62000A68656C6C6F", "820800010003612F6201", "A2070001 0003612F62".Replace(" ", "", StringComparison.Ordinal), "E000"),
            Bytes("00044D515454", "FFFFFF7F", "0003", "26", "1F", "0B")),
        new("parquet", ParquetFuzz.Run, ParquetFuzz.Seeds(), Bytes("FFFFFFFF07", "50415231", "15", "4C", "1C", "00000000", "FFFFFFFF", "03000000")),
        new("parquetscan", ParquetFuzz.RunByDuckDb, ParquetFuzz.Seeds(), Bytes("FFFFFFFF07", "50415231", "15", "4C", "1C", "00000000", "FFFFFFFF", "03000000")),
        new("icebergmetadata", IcebergFuzz.Metadata, IcebergFuzz.MetadataSeeds, Text("\"type\":", "null", "-1", "1e9", "\"struct\"", "\"fields\":[", "\"refs\":{", "\"bucket[16]\"", "\"manifests\":[", "{", "]", "9223372036854775808")),
        new("icebergmanifest", IcebergFuzz.Manifest, IcebergFuzz.ManifestSeeds, Text("\"int\"", "\"array\"", "\"items\":", "[\"null\",", "\"field-id\":", "\u0002", "\"bytes\"")),
        new("deltalog", LakeFuzz.Delta, LakeFuzz.DeltaSeeds, Text("\"path\":", "{\"add\":{", "null", "\"type\":\"struct\"", "\\\"", "[", "}}\n")),
        new("deltavector", LakeFuzz.Vector, LakeFuzz.VectorSeeds, Bytes("3B300000", "3A300000", "FFFFFFFF", "0000")),
        new("hudilog", LakeFuzz.Hudi, LakeFuzz.HudiSeeds, Bytes("234855444923", "00000001", "00000003", "FFFFFFFF", "0000000000000010")),
        new("orc", OrcFuzz.Run, OrcFuzz.Seeds(), Bytes("FFFFFFFF07", "4F5243", "C0", "7F", "80", "00000000")),
        new("batch", Batch, Bytes("0000000000000000" + "00000043" + "00000000" + "02" + "00000000" + "0000" + "00000000" + "0000019A00000000" + "0000019A00000000"
            + "FFFFFFFFFFFFFFFF" + "FFFF" + "FFFFFFFF" + "00000001" + "22000000026B106761746577617900"), Bytes("00000002", "FFFFFFFFFFFFFFFF", "80808080", "1A00000002610A68656C6C6F00")),
        new("sql", input => SqlFuzz.Parse(input), Text(
            "SELECT a, count(*) FILTER (WHERE b > 1) OVER (PARTITION BY c ORDER BY d ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t CROSS JOIN UNNEST(x) WITH ORDINALITY AS u(v, n) WHERE e IN (SELECT 1) GROUP BY ROLLUP (a)",
            "WITH RECURSIVE r(n) AS (VALUES 1 UNION ALL SELECT n + 1 FROM r) SELECT * FROM r ORDER BY 1 DESC NULLS FIRST LIMIT 3",
            "CREATE EXTERNAL TABLE IF NOT EXISTS d.t (a array<struct<b:int>>) PARTITIONED BY (p string) ROW FORMAT SERDE 'x' STORED AS PARQUET LOCATION 's3://b/' TBLPROPERTIES ('a'='b')",
            "SELECT transform(a, x -> x[1]), CAST(ROW(1, 'b') AS ROW(p INTEGER, q VARCHAR)), MAP(ARRAY[1], ARRAY[2]), INTERVAL '1' DAY, TRY(1/0) FROM (VALUES (1)) AS t(a)"),
            Text("SELECT ", "(", ")", "CASE WHEN ", " END", "ARRAY[", "->", "'", "\"", "/*", "--", " UNION ALL ", "NOT ", "- ", "x'")),
        new("differential", input => DifferentialFuzz.Round(input), Text("1", "2", "3"), Text("0", "9", "x")),
        new("iotsql", IotSql, Text("SELECT *, topic(2) AS t, get(a, 1).b AS c FROM 'a/+/#' WHERE x > 1 AND isUndefined(y.z) OR CASE a WHEN 1 THEN true ELSE false END"),
            Text("SELECT ", "VALUE ", "(", ")", "'", "${", "FROM 'a'", " AS ", "NOT ", "[")),
        new("avro", FormatFuzz.Avro, [FormatFuzz.AvroFile(AvroCodec.Null), FormatFuzz.AvroFile(AvroCodec.Deflate), FormatFuzz.AvroFile(AvroCodec.Snappy), FormatFuzz.AvroFile(AvroCodec.Zstandard)],
            Text("\"int\"", "\"array\"", "\"items\":", "[\"null\",", "avro.codec", "\u0002")),
        new("avroschema", FormatFuzz.AvroSchemaText, Text("{\"type\":\"record\",\"name\":\"a.b\",\"fields\":[{\"name\":\"x\",\"type\":[\"null\",{\"type\":\"map\",\"values\":\"a.b\"}],\"default\":null},{\"name\":\"d\",\"type\":{\"type\":\"fixed\",\"name\":\"f\",\"size\":12,\"logicalType\":\"decimal\",\"precision\":9,\"scale\":2}}]}"),
            Text("\"type\":", "\"record\"", "{", "[", "\"namespace\":\"c\"", "\"aliases\":[\"z\"]")),
        new("snappy", FormatFuzz.Snappy, [Snappy.Compress("hello hello hello hello hello hello"u8), Snappy.Compress(new byte[1000])], Bytes("FFFFFF7F", "00", "FE0100", "F0FF")),
        new("lz4", FormatFuzz.Lz4Block, [Lz4.Compress("hello hello hello hello hello hello"u8), Lz4.Compress(new byte[1000])], Bytes("FF", "F0FFFF00", "0F0100")),
        new("lz4frame", input => FormatFuzz.Stream(input, Compression.Lz4), Bytes("04224D1860408205000080" + "68656C6C6F" + "00000000", "000000050000000668656C6C6F"), Bytes("04224D18", "00000000", "502A4D18")),
        new("snappyframe", input => FormatFuzz.Stream(input, Compression.Snappy), [[0, 0, 0, 35, 0, 0, 0, (byte)Snappy.Compress("hello hello hello hello hello hello"u8).Length, .. Snappy.Compress("hello hello hello hello hello hello"u8)]], Bytes("FF060000734E61507059", "00000005")),
        new("zstd", input => FormatFuzz.Stream(input, Compression.Zstd), [ZstdCodec.Compress("hello hello hello hello hello hello"u8), ZstdCodec.Compress(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 300))))], Bytes("28B52FFD", "502A4D18", "FFFFFF")),
        new("bzip2", input => FormatFuzz.Stream(input, Compression.Bzip2), Bytes("425A6839314159265359E5B5F3090000045100001040000244A00021B5180C029069C2A30BB9229C284872DAF98480"), Bytes("314159265359", "177245385090", "425A6839")),
        new("gzip", input => FormatFuzz.Stream(input, Compression.Gzip), [FormatFuzz.Compressed(Compression.Gzip), [.. FormatFuzz.Compressed(Compression.Gzip), .. FormatFuzz.Compressed(Compression.Gzip)]], Bytes("1F8B08", "FFFFFFFF", "0000FFFF")),
        new("deflate", input => FormatFuzz.Stream(input, Compression.Deflate), Bytes("789CCB48CDC9C957C840A200" + "3A0A0639"), Bytes("789C", "0000FFFF")),
        new("xz", TextFuzz.Xz, [TextFuzz.XzSeed], Bytes("FD377A585A00", "595A", "2101", "00000000")),
        new("compressors", TextFuzz.RoundTrip, Text("hello hello hello hello", "abababababababababab", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", "\u0000\u0001\u0002"), Text("aaaa", "abab", "the quick brown fox ")),
        new("ion", TextFuzz.IonRows, TextFuzz.IonSeeds, [.. Text("{n:", "2020-01-01T", "null.int", "'''", "{{", "}}", "[", "(", "::", "1d-3", "$ion_symbol_table"), .. Bytes("E00100EA", "EE95", "8183", "0F", "DE", "BE", "2F", "5F")]),
        new("avrorows", TextFuzz.Avro, [FormatFuzz.AvroFile(AvroCodec.Null), FormatFuzz.AvroFile(AvroCodec.Bzip2), FormatFuzz.AvroFile(AvroCodec.Zstandard)], Text("\"int\"", "\"array\"", "\"n\"", "[\"null\",", "avro.codec", "\u0002")),
        new("jsonrows", TextFuzz.JsonRows, Text(
            "\u0000{\"n\":1,\"Name\":\"a\",\"real\":1.5,\"price\":\"2.5\",\"day\":\"2020-01-01\",\"at\":\"2020-01-01 01:02:03\",\"flag\":true,\"list\":[1,2],\"pairs\":{\"k\":1},\"item\":{\"a\":1,\"b\":[\"x\"]}}\n{\"n\":null}\n"),
            Text("{", "}", "[", "]", "\"n\":", "\"item\":", "\"pairs\":{", "\\ud800", "1e999", "null", "\n", "/*", "\"Full Name\":")),
        new("jsonrecords", TextFuzz.JsonRecords, Text("\u0000{\"a\":[1],\"Records\":[{\"n\":1,\"name\":\"x\"},{\"n\":2,\"list\":[1]}]}"), Text("\"Records\":[", "{", "}", "]", ",", "\"n\":")),
        new("delimited", TextFuzz.Delimited, [.. Text("\u00001\u0001a\u00012.5\u00012.5\u00012020-01-01\u00012020-01-01 01:02:03\u0001true\u00011\u00022\u0001k\u00031\u00021\u0002x\u0001YQ==\n2\u0001\\N\r\n"), TextFuzz.Utf16],
            Text("\u0001", "\u0002", "\u0003", "\\N", "\\", "~|", "\n", "\r", "2020-01-01", "1e400", "9223372036854775808")),
        new("opencsv", TextFuzz.Csv, Text("\u00001,\"a, b\",2.5,2.5,18262,1577840523000,true\n2,\"x\"\"y\\\"\",,,,,\n\"3\",\"line\nend\"\n"), Text("\"", "\"\"", "\\\"", ",", "\n", "\r\n", "'", "NA")),
        new("patterns", TextFuzz.Pattern, Text("\u000010.0.0.1 \"a b\" 5 rest\nx - 7\n", "\u001010.0.0.1 5 word rest\n"), Text("10.0.0.1", "\"", " - ", "\n", "::1")),
        new("grok", FormatFuzz.Grok, Text("%{IP:a} %{NUMBER:b:int} (?<c>x) %{MINE:d}\nMINE [a-z]+%{INT}"), Text("%{", "}", "%{COMBINEDAPACHELOG}", "(?<", "\n", "MINE ")),
        new("iottemplate", input => Accepts<SqlException>(() => IotTemplate.Parse(Encoding.UTF8.GetString(input))), Text("a/${topic(1)}/${timestamp()}"), Text("${", "}", "(", "'")),
        new("partitions", GlueFuzz.Partitions, Text("year = '2026' AND (month IN (1, 2) OR NOT day BETWEEN 3 AND 4) AND name LIKE 'a%' OR at IS NOT NULL AND at >= date '2026-01-01'"),
            Text("AND ", "NOT ", "(", "'", " IN (", "LIKE '%_'", " BETWEEN ", "<>", "1e9")),
        new("discovery", DiscoveryFuzz.Files, [
            .. Text("id,name,at\n1,\"a, b\",2026-01-02\n2,NA,2026-01-03\n", "{\"rows\":[{\"a\":1,\"b\":{\"c.d\":[1.5,null]}}]}\n{\"a\":\"x\"}\n", "<all><row id=\"1\"><n>1</n><n>2</n></row></all>", "INFO 5 all well\nWARN 7 not so\n"),
            .. Bytes("4F626A0102166176726F2E736368656D6132" + "7B2274797065223A2272656364" + "6F7264227D00")],
            Text("\"", "\n", "\r", ",", "\t", "|", "{", "[", "<row>", "</row>", "<!DOCTYPE a>", "NA", "007", "\uFEFF", "\\\"")),
        new("grok", DiscoveryFuzz.Grok, Text("%{WORD:level} %{NUMBER:n:int} (?:%{NEXT}|%{GREEDYDATA:text})"), Text("%{", "}", ":", "(?<", "(a+)+$", "*", "[", "\\")),
        new("firehoserows", FirehoseFuzz.Rows, Text("{\"id\":1,\"name\":\"a\",\"price\":1.25,\"at\":\"2026-01-01T00:00:00Z\",\"list\":[1,2],\"map\":{\"1\":[\"x\"]},\"item\":{\"day\":\"2026-01-01\"}}{\"ID\":2}"),
            Text("{", "[", "\"id\":", "\"\\u0000\"", "1e999", "null", "\"map\":{", "}")),
        new("mysql", MySqlFuzz.Session, MySqlFuzz.Seeds, Bytes("FE00000200", "000000020000", "FB", "FC", "FD", "FF", "0104", "FFFFFF00")),
        new("zip", ZipFuzz.Archive, ZipFuzz.Seeds, Bytes("504B0304", "504B0102", "504B0506", "2E2E2F", "FFFFFFFF", "00A1")),
    ];

    private static bool Signature(byte[] input)
    {
        var lines = Encoding.Latin1.GetString(input).Split('\n');
        var headers = new Dictionary<string, StringValues>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(3))
        {
            var cut = line.IndexOf(':', StringComparison.Ordinal);
            if (cut > 0)
            {
                headers[line[..cut]] = StringValues.Concat(headers.GetValueOrDefault(line[..cut]), line[(cut + 1)..].Trim());
            }
        }

        return Accepts<ServiceException>(() => Authenticator.Authenticate(new SignedRequest
        {
            Method = lines[0],
            RawPath = lines.ElementAtOrDefault(1) ?? "/",
            RawQuery = lines.ElementAtOrDefault(2) ?? "",
            Headers = headers,
            Host = "h",
        }));
    }

    private static bool Chunks(byte[] input)
    {
        using var stream = new AwsChunkedStream(new MemoryStream(input), PayloadMode.StreamingUnsignedTrailer, verifier: null);
        var buffer = new byte[97];
        return Accepts<ServiceException>(() =>
        {
            while (stream.ReadAsync(buffer).AsTask().GetAwaiter().GetResult() > 0)
            {
            }
        });
    }

    private static bool Policy(byte[] input) =>
        Accepts<PolicySyntaxException>(() => PolicyDocument.Parse(Encoding.UTF8.GetString(input), PolicyKind.Identity));

    private static bool IotSql(byte[] input) => Accepts<SqlException>(() => IotQuery.Parse(Encoding.UTF8.GetString(input)));

    private static bool Batch(byte[] input)
    {
        // A wrong checksum would hide everything behind it: length and checksum are made right first.
        const int LengthEnd = 12;
        const int ChecksumAt = 17;
        const int ChecksumEnd = 21;
        input = [.. input];
        if (input.Length > ChecksumEnd)
        {
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(LengthEnd - 4), input.Length - LengthEnd);
            BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(ChecksumAt), Crc32C.Compute(input.AsSpan(ChecksumEnd)));
        }

        var isRead = false;
        try
        {
            ReadOnlyMemory<byte> rest = input;
            while (RecordBatch.TryTake(rest, 1 << 20, out var batch) == BatchCheck.Good)
            {
                foreach (var entry in batch)
                {
                    _ = entry.ReadHeaders();
                }

                isRead = true;
                rest = rest[batch.Header.TotalBytes..];
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return isRead;
    }

    private static bool Accepts<TRefusal>(Action parse)
        where TRefusal : Exception
    {
        try
        {
            parse();
            return true;
        }
        catch (TRefusal)
        {
            return false;
        }
    }

    private static byte[][] Text(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static byte[][] Bytes(params string[] hex) => [.. hex.Select(Convert.FromHexString)];
}
