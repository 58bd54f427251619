using System.Text;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Formats.Codecs;
using Weir.Services.Athena.Queries;
using Weir.Tests.Support;
using Compression = Weir.Engines.Formats.Scans.Compression;

namespace Weir.Services.Athena.Tests;

/// <summary>Files that were cut or changed, in every format: an error that names the file, also where rows are only counted.</summary>
[Trait("feature", "athena.formats")]
public sealed class DamageTests : IDisposable
{
    private const string Avro = "org.apache.hadoop.hive.serde2.avro.AvroSerDe";
    private const string Ion = "com.amazon.ionhiveserde.IonHiveSerDe";
    private const string Trail = "com.amazon.emr.hive.serde.CloudTrailSerde";
    private const string HiveJson = "org.apache.hive.hcatalog.data.JsonSerDe";
    private const string Rows = "SELECT i AS a, 'word ' || hash(i) AS b FROM range(60000) t(i)";

    private readonly ScanHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("small parquet")]
    [InlineData("parquet")]
    [InlineData("orc")]
    [InlineData("avro")]
    [InlineData("json")]
    [InlineData("hive json")]
    [InlineData("cloudtrail")]
    [InlineData("ion")]
    [InlineData("gz")]
    [InlineData("zst")]
    [InlineData("bz2")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    public async Task A_cut_file_is_an_error_that_names_it(string kind)
    {
        var (serde, key) = Make(kind);
        var whole = _host.Objects.Get("lake", key);
        var table = ScanHost.Table(serde, "a bigint; b string");
        var rows = await _host.RowsAsync(table, "count(*), count(b) FROM t");
        Assert.Equal(rows[0][0], (await _host.RowsAsync(table, "count(*) FROM t", columns: ""))[0][0]);
        Assert.NotEqual(0L, rows[0][0]);
        foreach (var length in new[] { 1, 5, whole.Length / 3, whole.Length / 2, whole.Length - 9, whole.Length - 5, whole.Length - 3 })
        {
            _host.Objects.Put("lake", key, whole[..length]);
            await FailsAsync(table, key, $"{kind} cut to {length} of {whole.Length}");
        }
    }

    [Theory]
    [InlineData("parquet", true)]
    [InlineData("avro", true)]
    [InlineData("orc", false)]
    [InlineData("json", false)]
    public async Task An_object_without_a_byte_is_damage_where_the_format_needs_some(string kind, bool isDamage)
    {
        var (serde, key) = Make(kind);
        var table = ScanHost.Table(serde, "a bigint; b string");
        var whole = (await _host.RowsAsync(table, "count(*) FROM t"))[0][0];
        _host.Objects.Put("lake", "t/", []);
        _host.Objects.Put("lake", "t/x_$folder$", []);
        Assert.Equal(whole, (await _host.RowsAsync(table, "count(*) FROM t"))[0][0]);
        _host.Objects.Put("lake", "t/none", []);
        if (isDamage)
        {
            await FailsAsync(table, "t/none", $"empty {kind} beside {key}");
        }
        else
        {
            Assert.Equal(whole, (await _host.RowsAsync(table, "count(*) FROM t"))[0][0]);
        }
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("orc")]
    [InlineData("avro")]
    public async Task A_changed_bit_never_changes_how_many_rows_there_are_without_a_word(string kind)
    {
        var (serde, key) = Make(kind);
        var whole = _host.Objects.Get("lake", key);
        var table = ScanHost.Table(serde, "a bigint; b string");
        var rows = (long)(await _host.RowsAsync(table, "count(*) FROM t", columns: ""))[0][0]!;
        var random = new Random(5);
        var found = 0;
        for (var tries = 0; tries < 60; tries++)
        {
            // What files say of themselves lies at their ends and at pages' beginnings.
            var at = tries % 2 == 0 ? whole.Length - 1 - random.Next(Math.Min(600, whole.Length)) : random.Next(Math.Min(2000, whole.Length));
            var changed = whole.AsSpan().ToArray();
            changed[at] ^= (byte)(1 << random.Next(8));
            _host.Objects.Put("lake", key, changed);
            try
            {
                Assert.Equal((at, rows), (at, (long)(await _host.RowsAsync(table, "count(*) FROM t", columns: ""))[0][0]!));
            }
            catch (QueryFailure failure)
            {
                Assert.Contains("s3://lake/" + key, failure.Message);
                found++;
            }
        }

        Assert.True(found > 10, $"{found} found");
    }

    [Fact]
    public async Task A_wrong_checksum_is_found_by_a_mere_count()
    {
        _host.Objects.Put("lake", "t/f", File.ReadAllBytes(Repository.SharedData("formats", "parquet", "data", "datapage_v1-corrupt-checksum.parquet")));
        var failure = await Assert.ThrowsAsync<QueryFailure>(() => _host.RowsAsync(ScanHost.Table(ScanHost.Parquet, "a int"), "count(*) FROM t", columns: ""));
        Assert.StartsWith("HIVE_BAD_DATA: Malformed Parquet file. ", failure.Message);
        Assert.Contains("checksum is wrong [s3://lake/t/f]", failure.Message);
    }

    [Fact]
    public async Task Rows_are_counted_by_row_groups_where_the_footer_forgot_to()
    {
        _host.Objects.Put("lake", "t/a", File.ReadAllBytes(Repository.SharedData("formats", "parquet", "data", "repeated_no_annotation.parquet")));
        var table = ScanHost.Table(ScanHost.Parquet, "id int");
        Assert.Equal(6L, (await _host.RowsAsync(table, "count(*) FROM t", columns: ""))[0][0]);
        _host.PutParquet("t/b", "SELECT 1 AS id FROM range(10)");
        Assert.Equal(16L, (await _host.RowsAsync(table, "count(*) FROM t", columns: ""))[0][0]);
        Assert.Equal(16L, (await _host.RowsAsync(table, "count(id) FROM t"))[0][0]);
    }

    private async Task FailsAsync(Contracts.CatalogTable table, string key, string what)
    {
        foreach (var (sql, columns) in new (string, string?)[] { ("* FROM t", null), ("count(*) FROM t", "") })
        {
            try
            {
                var rows = await _host.RowsAsync(table, sql, columns);
                Assert.Fail($"{what}: {sql} gave {rows.Length} rows, {rows.FirstOrDefault()?[0]}");
            }
            catch (QueryFailure failure)
            {
                Assert.True(failure.Message.StartsWith("HIVE_BAD_DATA: ", StringComparison.Ordinal) || failure.Message.StartsWith("HIVE_CURSOR_ERROR: ", StringComparison.Ordinal), $"{what}: {failure.Message}");
                Assert.True(failure.Message.Contains("s3://lake/" + key, StringComparison.Ordinal), $"{what}: {failure.Message}");
            }
        }
    }

    private (string Serde, string Key) Make(string kind)
    {
        switch (kind)
        {
            case "small parquet":
                _host.PutParquet("t/f", "SELECT i AS a, 'word ' || hash(i) AS b FROM range(1000) t(i)");
                return (ScanHost.Parquet, "t/f");
            case "parquet":
                _host.PutParquet("t/f", Rows, ", ROW_GROUP_SIZE 10000");
                return (ScanHost.Parquet, "t/f");
            case "orc":
                _host.PutOrc("t/f", Rows, new() { StripeBytes = 200_000 });
                return (ScanHost.Orc, "t/f");
            case "avro":
                var target = new MemoryStream();
                using (var writer = new AvroFileWriter(
                    target, AvroSchema.Parse("""{"type":"record","name":"r","fields":[{"name":"a","type":"long"},{"name":"b","type":["null","string"]}]}"""), AvroCodec.Deflate))
                {
                    for (var at = 0L; at < 5000; at++)
                    {
                        writer.Append(new object?[] { at, $"word {at}" });
                    }
                }

                _host.Objects.Put("lake", "t/f", target.ToArray());
                return (Avro, "t/f");
            case "json" or "hive json":
                _host.Put("t/f", string.Concat(Enumerable.Range(0, 999).Select(at => $"{{\"a\":{at},\"b\":\"word\"}}\n")));
                return (kind == "json" ? ScanHost.OpenX : HiveJson, "t/f");
            case "cloudtrail":
                _host.Put("t/f", $"{{\"Records\":[{string.Join(',', Enumerable.Range(0, 999).Select(at => $"{{\"a\":{at},\"b\":\"word\"}}"))}]}}");
                return (Trail, "t/f");
            case "ion":
                _host.Put("t/f", string.Concat(Enumerable.Range(0, 999).Select(at => $"{{a:{at},b:\"word\"}}")));
                return (Ion, "t/f");
            default:
                var compression = kind switch { "gz" => Compression.Gzip, "zst" => Compression.Zstd, "bz2" => Compression.Bzip2, "snappy" => Compression.Snappy, _ => Compression.Lz4 };
                var text = new MemoryStream();
                using (var stream = CompressedFile.Compress(text, compression))
                {
                    stream.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 9999).Select(at => $"{at}\u0001word {at * 7}\n"))));
                }

                _host.Objects.Put("lake", "t/f." + kind, text.ToArray());
                return (ScanHost.Lazy, "t/f." + kind);
        }
    }
}
