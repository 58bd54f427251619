using System.Text;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Codecs.Zstd;
using Weir.Services.Athena.Queries;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>docs/formats.md says what was tried here: each line is read or written by the service, and looked at.</summary>
[Trait("feature", "athena.formats")]
public sealed class FormatsDocumentTests
{
    private const string Csv = ScanHost.OpenCsv;
    private const string Ion = "com.amazon.ionhiveserde.IonHiveSerDe";
    private const string Regex = "org.apache.hadoop.hive.serde2.RegexSerDe";
    private const string Grok = "com.amazonaws.glue.serde.GrokSerDe";
    private const string Avro = "org.apache.hadoop.hive.serde2.avro.AvroSerDe";
    private const string HiveJson = "org.apache.hive.hcatalog.data.JsonSerDe";
    private const string Trail = "com.amazon.emr.hive.serde.CloudTrailSerde";

    private static readonly (string Key, string Value) Comma = ("field.delim", ",");

    private static readonly Reading[] Readings =
    [
        new("LazySimpleSerDe", "scalars", ScanHost.Lazy, "a int; b string", "1,x\n", "1|x", [Comma], "numbers that cannot be read are NULL; digits behind a point are dropped"),
        new("LazySimpleSerDe", "arrays, maps, structs", ScanHost.Lazy, "a array<int>; b map<string,int>; c struct<x:int,y:string>", "1\u00022,k\u00031,7\u0002z\n", "[1, 2]|{k=1}|{'x': 7, 'y': z}", [Comma], ""),
        new("LazySimpleSerDe", "escapes", ScanHost.Lazy, "a string; b string", "x\\,y,z\n", "x,y|z", [Comma, ("escape.delim", "\\")], ""),
        new("LazySimpleSerDe", "NULL formats", ScanHost.Lazy, "a string; b int", "NA,NA\n", "NULL|NULL", [Comma, ("serialization.null.format", "NA")], ""),
        new("LazySimpleSerDe", "headers and footers", ScanHost.Lazy, "a int", "h\n1\nf\n", "1", [Comma, ("skip.header.line.count", "1"), ("skip.footer.line.count", "1")], ""),
        new("LazySimpleSerDe", "lines that end with CR, LF or both", ScanHost.Lazy, "a int", "1\r2\r\n", "1\n2", [Comma], ""),
        new("LazySimpleSerDe", "UTF-16", ScanHost.Lazy, "a string", Encoding.BigEndianUnicode.GetBytes("é\n"), "é", [Comma, ("serialization.encoding", "UTF-16")], "a byte order mark decides; big-endian without one"),
        new("LazySimpleSerDe", "EUC-KR and CP949", ScanHost.Lazy, "a string", [0xC7, 0xD1, 0x0A], "한", [Comma, ("serialization.encoding", "EUC-KR")], "all of Java's usual names, and those of Windows code pages"),
        new("LazySimpleSerDe", "timestamp.formats", ScanHost.Lazy, "a timestamp", "02/Jan/2026:03:04:05 +0900\n", "2026-01-01 18:04:05", [Comma, ("timestamp.formats", "dd/MMM/yyyy:HH:mm:ss Z")], ""),
        new("MultiDelimitSerDe", "delimiters of several characters", "org.apache.hadoop.hive.contrib.serde2.MultiDelimitSerDe", "a int; b string", "1||x\n", "1|x", [("field.delim", "||")], ""),
        new("OpenCSVSerde", "quotes and escapes", Csv, "a string; b string", "\"x\"\"y\",\"a,b\"\n", "x\"y|a,b", [], "as the library has it, stray quotes included"),
        new("OpenCSVSerde", "line ends within quotes", Csv, "a string; b int", "\"x\ny\",\"1\"\n", "x\ny|1", [], "up to 1 MB a row"),
        new("OpenCSVSerde", "dates and timestamps as numbers", Csv, "a date; b timestamp", "\"1\",\"1000\"\n", "1970-01-02|1970-01-01 00:00:01", [], ""),
        new("OpenCSVSerde", "use.null.for.invalid.data", Csv, "a int; b date", "\"x\",\"1\"\n\"2\",\"\"\n", "NULL|1970-01-02\n2|NULL", [("use.null.for.invalid.data", "true")], "also as a property of the table"),
        new("JsonSerDe (OpenX)", "nested values", ScanHost.OpenX, "a struct<b:array<int>>; c map<string,string>", "{\"A\":{\"B\":[1]},\"c\":{\"k\":\"v\"}}\n", "{'b': [1]}|{k=v}", [], "keys without regard to case"),
        new("JsonSerDe (OpenX)", "mapping, dots.in.keys", ScanHost.OpenX, "a int; b_c int", "{\"x\":1,\"b.c\":2}\n", "1|2", [("mapping.a", "x"), ("dots.in.keys", "true")], ""),
        new("JsonSerDe (OpenX)", "ignore.malformed.json", ScanHost.OpenX, "a int", "{\"a\":\n{\"a\":2}\n", "NULL\n2", [("ignore.malformed.json", "true")], ""),
        new("JsonSerDe (OpenX)", "use.null.for.invalid.data", ScanHost.OpenX, "a int", "{\"a\":\"x\"}\n{\"a\":2}\n", "NULL\n2", [("use.null.for.invalid.data", "true")], ""),
        new("JsonSerDe (OpenX)", "what is nearly JSON", ScanHost.OpenX, "a int; b string", "{a=017; 'b' => x} # so\n", "15|x", [], "keys and values without quotes, comments, other separators"),
        new("JsonSerDe (OpenX)", "objects as text", ScanHost.OpenX, "a string", "{\"a\":{\"b\":[1,2]}}\n", "{\"b\":[1,2]}", [], ""),
        new("JsonSerDe (Hive, HCatalog)", "nested values", HiveJson, "a struct<b:array<int>>", "{\"A\":{\"B\":[1]}}\n", "{'b': [1]}", [], ""),
        new("JsonSerDe (Hive, HCatalog)", "columns by number", HiveJson, "a int; b double", "{\"_col1\":2,\"_col0\":1e1}\n", "10|2.0", [], "a text is no number here"),
        new("CloudTrailSerde", "{\"Records\": […]}", Trail, "eventname string", "{\"Records\":[{\"eventName\":\"a\"},\n{\"eventName\":\"b\"}]}", "a\nb", [], "also any JSON SerDe with CloudTrailInputFormat"),
        new("RegexSerDe", "groups as columns", Regex, "a string; b int", "x 1\nno\n", "x|1\nNULL|NULL", [("input.regex", "(\\S+) ([0-9]+)")], "Java's expressions"),
        new("GrokSerDe", "patterns of its own and of the table", Grok, "ip string; n int", "10.0.0.1 7\n", "10.0.0.1|7", [("input.format", "%{IP:ip} %{SEVEN:n}"), ("input.grokCustomPatterns", "SEVEN 7")], ""),
        new("IonHiveSerDe", "text", Ion, "a int; b array<string>", "{a: 1, b: [x, \"y\"]}", "1|[x, y]", [], ""),
        new("IonHiveSerDe", "binary", Ion, "a int; name int", Convert.FromHexString("E00100EAD3842107"), "NULL|7", [], "symbol tables of the file; shared ones have no text"),
        new("IonHiveSerDe", "values as text", Ion, "a string; b string", "{a: 1.50, b: {c: [1]}}", "1.50|{c:[1]}", [], ""),
        new("IonHiveSerDe", "path extractors", Ion, "a string", "{b: {c: [\"x\", \"y\"]}}", "y", [("ion.a.path_extractor", "(b c 1)")], "the first value found"),
        new("AvroSerDe", "records", Avro, "a int; b string", AvroBytes(AvroCodec.Null), "1|x", [], "logical types: decimal, date, time, timestamp (also local, nanos), uuid"),
        new("AvroSerDe", "deflate", Avro, "a int; b string", AvroBytes(AvroCodec.Deflate), "1|x", [], ""),
        new("AvroSerDe", "snappy", Avro, "a int; b string", AvroBytes(AvroCodec.Snappy), "1|x", [], ""),
        new("AvroSerDe", "zstandard", Avro, "a int; b string", AvroBytes(AvroCodec.Zstandard), "1|x", [], ""),
        new("AvroSerDe", "xz", Avro, "id int; bigint_col bigint", Shared("avro", "alltypes_plain.xz.avro"), "8", [], "") { Sql = "count(*)::VARCHAR" },
        new("AvroSerDe", "bzip2", Avro, "id int; bigint_col bigint", Shared("avro", "alltypes_plain.bzip2.avro"), "8", [], "") { Sql = "count(*)::VARCHAR" },
        new("AvroSerDe", "avro.schema.literal", Avro, "c bigint; d string", AvroBytes(AvroCodec.Null), "1|none",
            [("avro.schema.literal", "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"c\",\"aliases\":[\"a\"],\"type\":\"long\"},{\"name\":\"d\",\"type\":\"string\",\"default\":\"none\"}]}")],
            "defaults, former names, promotions; avro.schema.url the same from an object"),
        Parquet("the old LZ4: Hadoop's frames, plain blocks", "hadoop_lz4_compressed", "c0 bigint", "min(c0)::VARCHAR", "1593604800", "by our own reader"),
        Parquet("LZ4_RAW", "lz4_raw_compressed", "c0 bigint", "min(c0)::VARCHAR", "1593604800", ""),
        Parquet("BROTLI", "../duckdb/compression/generated/data_page=2_BROTLI", "a int", "count(*)::VARCHAR", "30", ""),
        Parquet("BYTE_STREAM_SPLIT of all types", "byte_stream_split_extended.gzip", "int32_plain int; int32_byte_stream_split int", "count(*) FILTER (int32_plain = int32_byte_stream_split)::VARCHAR", "200", "by our own reader"),
        Parquet("DELTA_BINARY_PACKED", "delta_binary_packed", "bitwidth33 bigint", "max(bitwidth33)::VARCHAR", "24075494509", ""),
        Parquet("DELTA_BYTE_ARRAY", "delta_byte_array", "c_first_name string", "min(c_first_name)", "Aaron", ""),
        Parquet("DELTA_LENGTH_BYTE_ARRAY", "delta_length_byte_array", "fruit string", "min(fruit)", "apple_banana_mango0", ""),
        Parquet("booleans in runs", "rle_boolean_encoding", "datatype_boolean boolean", "count(*) FILTER (datatype_boolean)::VARCHAR", "36", ""),
        Parquet("INT96", "int96_from_spark", "a timestamp", "min(a)::VARCHAR", "2024-01-01 01:00:00", "by our own reader: also past 2262"),
        Parquet("decimals in INT32, INT64, bytes and fixed bytes", "int32_decimal", "value decimal(4,2)", "max(value)::VARCHAR", "24.00", "up to 38 digits; more as double"),
        Parquet("FLOAT16", "float16_nonzeros_and_nans", "x float", "max(x) FILTER (NOT isnan(x))::VARCHAR", "2.0", ""),
        Parquet("maps without values", "map_no_value", "my_map_no_v array<int>", "min(my_map_no_v)::VARCHAR", "[1, 2, 3]", "as a list, or a map of NULLs"),
        Parquet("lists in two levels, repeated fields without a list", "repeated_primitive_no_list", "int32_list array<int>", "max(int32_list)::VARCHAR", "[5, 6, 7, 8]", ""),
        Parquet("page checksums", "datapage_v1-snappy-compressed-checksum", "a int", "count(*)::VARCHAR", "5120", "a wrong one is an error, also where rows are only counted (of files up to 1 GB together)"),
    ];

    private static byte[] Shared(string folder, string file) => File.ReadAllBytes(Repository.SharedData("formats", folder, file));

    private static Reading Parquet(string feature, string file, string columns, string sql, string expected, string notes) => new(
        "parquet", feature, ScanHost.Parquet, columns, File.ReadAllBytes(Repository.SharedData("formats", "parquet", "data", file + ".parquet")), expected, [], notes)
    {
        Sql = sql,
    };

    private static readonly (string Format, string More, string Feature, string Notes)[] Writings =
    [
        ("PARQUET", "", "gzip", ""), ("PARQUET", ", write_compression = 'SNAPPY'", "snappy", ""), ("PARQUET", ", write_compression = 'ZSTD'", "zstd", ""),
        ("ORC", "", "zlib", ""), ("ORC", ", write_compression = 'SNAPPY'", "snappy", ""), ("ORC", ", write_compression = 'ZSTD'", "zstd", ""), ("ORC", ", write_compression = 'LZ4'", "lz4", ""),
        ("AVRO", "", "deflate", "timestamps in milliseconds"), ("AVRO", ", write_compression = 'SNAPPY'", "snappy", ""), ("AVRO", ", write_compression = 'ZSTD'", "zstandard", ""), ("AVRO", ", write_compression = 'BZIP2'", "bzip2", ""),
        ("ION", "", "binary", "a table's `ion.encoding`, `ion.serialize_null`, `ion.timestamp.serialization_offset` and `ion.<column>.serialize_as` count"),
        ("ION", ", write_compression = 'GZIP'", "binary, gzip", ""), ("ION", ", write_compression = 'ZSTD'", "binary, zstd", ""), ("ION", ", write_compression = 'BZIP2'", "binary, bzip2", ""),
        ("ION", ", write_compression = 'SNAPPY'", "binary, snappy", "Hadoop's frames"), ("ION", ", write_compression = 'LZ4'", "binary, lz4", "Hadoop's frames"),
        ("JSON", "", "gzip", ""), ("JSON", ", write_compression = 'ZSTD'", "zstd", ""), ("JSON", ", write_compression = 'BZIP2'", "bzip2", ""),
        ("JSON", ", write_compression = 'SNAPPY'", "snappy", "Hadoop's frames"), ("JSON", ", write_compression = 'LZ4'", "lz4", "Hadoop's frames"),
        ("TEXTFILE", ", field_delimiter = ','", "gzip", ""), ("TEXTFILE", ", write_compression = 'NONE'", "uncompressed", ""), ("TEXTFILE", ", write_compression = 'ZSTD'", "zstd", ""),
        ("TEXTFILE", ", write_compression = 'BZIP2'", "bzip2", ""), ("TEXTFILE", ", write_compression = 'SNAPPY'", "snappy", "Hadoop's frames"), ("TEXTFILE", ", write_compression = 'LZ4'", "lz4", "Hadoop's frames"),
    ];

    [Fact]
    public async Task The_page_says_what_was_tried()
    {
        var page = new StringBuilder("""
            # Formats

            What Athena's tables can be made of. Each line below was read or written by a test that looked at the rows (`FormatsDocumentTests`, which also writes this page); a `no` would be an error by name, never wrong rows.

            | format | feature | read | written | notes |
            |---|---|---|---|---|

            """);
        foreach (var reading in Readings)
        {
            Line(page, reading.Format, reading.Feature, await ReadsAsync(reading), "—", reading.Notes);
        }

        foreach (var (name, tool, bytes) in Compressed())
        {
            Line(page, "text", name, await ReadsAsync(new("", "", ScanHost.Lazy, "a int", bytes, "1\n2", [Comma], "") { Key = $"t/f.{tool}" }), "—", "by the key's ending; members one after another are one text");
        }

        foreach (var (format, feature, make, expected, notes) in LakeTrials.All)
        {
            Line(page, format, feature, await TriesAsync(format, make, expected), "—", notes);
        }

        await using var host = await AthenaHost.StartedAsync();
        await host.RowsAsync("CREATE DATABASE db");
        foreach (var (at, (format, more, feature, notes)) in Writings.Index())
        {
            var written = await WritesAsync(host, $"w{at}", format, more);
            Line(page, format.ToLowerInvariant(), feature, written, written, notes);
        }

        page.Append("""

            Not read: encrypted Parquet files and columns, and Parquet pages of more than 1 GB; RCFile and SequenceFile. Each is refused by name.

            """);
        var path = Path.Combine(Repository.Root, "docs", "formats.md");
        var tried = page.ToString().ReplaceLineEndings("\n");
        if (!File.Exists(path) || File.ReadAllText(path) != tried)
        {
            var proposal = Path.Combine(Repository.Root, "artifacts", "formats.md");
            File.WriteAllText(proposal, tried);
            Assert.Fail("docs/formats.md does not say what was tried: copy artifacts/formats.md over it");
        }
    }

    private static void Line(StringBuilder page, string format, string feature, string read, string written, string notes) =>
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {format} | {feature} | {read} | {written} | {notes} |\n");

    private static async Task<string> ReadsAsync(Reading reading)
    {
        using var host = new ScanHost();
        host.Objects.Put("lake", reading.Key, reading.Bytes);
        try
        {
            var rows = await host.RowsAsync(ScanHost.Table(reading.Serde, reading.Columns, "", reading.Parameters), $"{reading.Sql} FROM t");
            var shown = string.Join('\n', rows.Select(row => string.Join('|', row.Select(value => value ?? "NULL"))));
            return shown == reading.Expected ? "yes" : $"no: {shown}";
        }
        catch (QueryFailure error)
        {
            return $"no: {error.Message}";
        }
    }

    private static async Task<string> TriesAsync(string format, Action<MemoryObjectStore> make, string expected)
    {
        await using var host = await AthenaHost.StartedAsync();
        await host.RowsAsync("CREATE DATABASE db");
        make(host.Objects);
        await host.RowsAsync(LakeTrials.Statement(format, host.Objects));
        var end = await host.EndOfAsync("SELECT * FROM t ORDER BY 1");
        if (end.Status!.State != "SUCCEEDED")
        {
            return $"no: {end.Status.StateChangeReason}";
        }

        var rows = (await host.ResultsAsync(end.QueryExecutionId!)).ResultSet!.Rows!.Skip(1).Select(row => string.Join('|', row.Data!.Select(value => value.VarCharValue ?? "NULL")));
        var shown = string.Join('\n', rows);
        return shown == expected ? "yes" : $"no: {shown}";
    }

    private static async Task<string> WritesAsync(AthenaHost host, string table, string format, string more)
    {
        var end = await host.EndOfAsync($"CREATE TABLE {table} WITH (format = '{format}'{more}) AS SELECT 1 AS a, 'x' AS b, DATE '2026-01-02' AS c, CAST(NULL AS double) AS d");
        if (end.Status!.State != "SUCCEEDED")
        {
            return $"no: {end.Status.StateChangeReason}";
        }

        var rows = await host.RowsAsync($"SELECT a, b, c, d FROM {table}");
        return string.Join('|', rows[1].Select(value => value ?? "NULL")) == "1|x|2026-01-02|NULL" ? "yes" : "no";
    }

    private static IEnumerable<(string Name, string Ending, byte[] Bytes)> Compressed()
    {
        byte[] first = "1\n"u8.ToArray(), second = "2\n"u8.ToArray();
        yield return ("zstd", "zst", [.. ZstdCodec.Compress(first), .. ZstdCodec.Compress(second)]);
        yield return ("gzip", "gz", [.. Gzip(first), .. Gzip(second)]);
        yield return ("bzip2", "bz2", Convert.FromHexString(
            "425A6839314159265359322921BD000000C800001020002000210082B177245385090322921BD0425A683931415926535940C27E6E000000C800001010002000210082B17724538509040C27E6E0"));
        yield return ("snappy (Hadoop's frames)", "snappy", [0, 0, 0, 4, 0, 0, 0, 6, .. Weir.Engines.Formats.Codecs.Snappy.Compress("1\n2\n"u8)]);
        yield return ("lz4 (Hadoop's frames)", "lz4", [0, 0, 0, 4, 0, 0, 0, 5, .. Weir.Engines.Formats.Codecs.Lz4.Compress("1\n2\n"u8)]);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(target, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    private static byte[] AvroBytes(AvroCodec codec)
    {
        var target = new MemoryStream();
        using (var writer = new AvroFileWriter(
            target, AvroSchema.Parse("""{"type":"record","name":"r","fields":[{"name":"a","type":"int"},{"name":"b","type":["null","string"]}]}"""), codec))
        {
            writer.Append(new object?[] { 1, "x" });
        }

        return target.ToArray();
    }

    private sealed record Reading(
        string Format, string Feature, string Serde, string Columns, byte[] Bytes, string Expected, (string, string)[] Parameters, string Notes)
    {
        public Reading(string format, string feature, string serde, string columns, string text, string expected, (string, string)[] parameters, string notes)
            : this(format, feature, serde, columns, Encoding.UTF8.GetBytes(text), expected, parameters, notes)
        {
        }

        public string Key { get; init; } = "t/f";

        public string Sql { get; init; } = "CAST(COLUMNS(*) AS VARCHAR)";
    }
}
