using Weir.Engines.Delta.Scanning;
using Weir.Engines.Delta.Types;

namespace Weir.Engines.Delta.Tests;

[Trait("feature", "athena.formats")]
public sealed class DeltaLogTests
{
    private const string Protocol = """{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}""";
    private const string Metadata = """{"metaData":{"id":"x","format":{"provider":"parquet"},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\"Id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},{\"name\":\"p\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]}","partitionColumns":["p"],"configuration":{}}}""";

    private readonly MemoryDeltaFiles _files = new();

    [Fact]
    public async Task Files_are_those_added_and_not_removed_since()
    {
        _files.Commit(0, Protocol, Metadata, Add("a"), Add("b"), Add("c"));
        _files.Commit(1, Remove("a"), Add("d"));
        _files.Commit(2, Remove("b"));
        _files.Commit(3, Add("b"), Remove("d"), """{"commitInfo":{"anything":[1,{"x":null}]}}""", """{"cdc":{"path":"_change_data/x"}}""", """{"unheardOf":{}}""");

        var snapshot = await ReadAsync();

        Assert.Equal(3, snapshot.Version);
        Assert.Equal("b c", Names(snapshot));
    }

    [Fact]
    public async Task What_follows_a_lines_object_is_not_looked_at() // trino: plugin/trino-delta-lake, the table databricks73/person
    {
        _files.Commit(0, Protocol + "x", Metadata, Add("a") + " {");

        Assert.Equal("a", Names(await ReadAsync()));
        _files.Commit(1, "{\"add\":x}");
        await Assert.ThrowsAsync<DeltaException>(ReadAsync);
    }

    [Fact]
    public async Task One_file_with_another_deletion_vector_is_another_file()
    {
        const string First = "\"deletionVector\":{\"storageType\":\"i\",\"pathOrInlineDv\":\"x\",\"sizeInBytes\":1,\"cardinality\":1}";
        const string Second = "\"deletionVector\":{\"storageType\":\"u\",\"pathOrInlineDv\":\"x\",\"offset\":1,\"sizeInBytes\":1,\"cardinality\":2}";
        _files.Commit(0, """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":["deletionVectors"]}}""", Metadata, Add("a"));
        _files.Commit(1, Remove("a"), Add("a", First));
        _files.Commit(2, Remove("a", First), Add("a", Second));

        var file = Assert.Single((await ReadAsync()).Files);

        Assert.Equal("ux@1", file.DeletionVector!.Id);
    }

    [Fact]
    public async Task Paths_are_decoded_and_may_lie_anywhere()
    {
        _files.Commit(0, Protocol, Metadata, Add("p=a%2520b/x%20y"), Add("s3://other/z%3D1"));

        Assert.Equal(["s3://lake/t/p=a%20b/x y", "s3://other/z=1"], (await ReadAsync()).Files.Select(file => file.Address).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_checkpoint_stands_for_all_that_was_before()
    {
        _files.Put("_delta_log/00000000000000000005.checkpoint.parquet", Protocol, Metadata, Add("a"), Add("b"), Remove("b"), """{"add":{"path":null},"remove":null}""");
        _files.Commit(5, Remove("a"));
        _files.Commit(6, Remove("b"), Add("c"));
        _files.Put("_delta_log/_last_checkpoint", """{"version":5,"size":3}""");

        Assert.Equal("a c", Names(await ReadAsync()));
        Assert.DoesNotContain(_files.Reads, path => path.EndsWith("5.json", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"version":77}""")]
    [InlineData("""{"version":"five"}""")]
    [InlineData("{ half")]
    public async Task A_hint_that_leads_nowhere_is_no_harm(string hint)
    {
        _files.Put("_delta_log/00000000000000000001.checkpoint.parquet", Protocol, Metadata, Add("a"));
        _files.Commit(2, Add("b"));
        _files.Put("_delta_log/_last_checkpoint", hint);

        Assert.Equal("a b", Names(await ReadAsync()));
    }

    [Fact]
    public async Task A_checkpoint_in_parts_counts_when_all_are_there()
    {
        _files.Put("_delta_log/00000000000000000003.checkpoint.0000000001.0000000002.parquet", Protocol, Add("a"));
        _files.Put("_delta_log/00000000000000000003.checkpoint.0000000002.0000000002.parquet", Metadata, Add("b"));
        _files.Put("_delta_log/00000000000000000004.checkpoint.0000000002.0000000002.parquet", Metadata, Add("half"));
        _files.Commit(4, Add("c"));

        Assert.Equal("a b c", Names(await ReadAsync()));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("parquet")]
    public async Task A_checkpoint_of_version_2_has_its_files_beside_it(string kind)
    {
        const string Features = """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["v2Checkpoint"],"writerFeatures":["v2Checkpoint"]}}""";
        _files.Put($"_delta_log/00000000000000000001.checkpoint.0a0b0c0d-0000-0000-0000-000000000001.{kind}",
            """{"checkpointMetadata":{"version":1}}""", Features, Metadata, """{"sidecar":{"path":"s1.parquet","sizeInBytes":1}}""", """{"sidecar":{"path":"s2.parquet","sizeInBytes":1}}""");
        _files.Put("_delta_log/_sidecars/s1.parquet", Add("a"));
        _files.Put("_delta_log/_sidecars/s2.parquet", Add("b"));
        _files.Commit(2, Remove("a"), Add("c"));

        Assert.Equal("b c", Names(await ReadAsync()));
    }

    [Fact]
    public async Task What_is_asked_of_readers_and_not_known_is_named()
    {
        _files.Commit(0, """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors","rowDance"],"writerFeatures":[]}}""", Metadata);
        var features = await Assert.ThrowsAsync<DeltaException>(ReadAsync);
        _files.Commit(1, """{"protocol":{"minReaderVersion":4,"minWriterVersion":7}}""");
        var version = await Assert.ThrowsAsync<DeltaException>(ReadAsync);

        Assert.Equal((DeltaProblem.NotSupported, "Unsupported reader features: [rowDance]"), (features.Problem, features.Message));
        Assert.Equal((DeltaProblem.NotSupported, "Unsupported reader version: 4"), (version.Problem, version.Message));
    }

    [Fact]
    public async Task A_log_with_holes_is_no_table()
    {
        Assert.Equal(DeltaProblem.NoTable, (await Assert.ThrowsAsync<DeltaException>(ReadAsync)).Problem);
        _files.Commit(0, Protocol, Metadata, Add("a"));
        _files.Commit(2, Add("b"));
        Assert.Contains("lacks version 1", (await Assert.ThrowsAsync<DeltaException>(ReadAsync)).Message, StringComparison.Ordinal);
        _files.Commit(1, "{\"add\":");
        Assert.Equal(DeltaProblem.BadLog, (await Assert.ThrowsAsync<DeltaException>(ReadAsync)).Problem);
        _files.Commit(1);
        _files.Commit(0, Protocol);
        Assert.Contains("Metadata not found", (await Assert.ThrowsAsync<DeltaException>(ReadAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statistics_bound_what_a_file_holds_and_say_nothing_in_doubt()
    {
        _files.Commit(0, Protocol, Metadata);
        var schema = new StructType(
        [
            new("i", new PrimitiveType(PrimitiveKind.Integer), "i", null), new("d", new PrimitiveType(PrimitiveKind.Double), "d", null),
            new("S", new PrimitiveType(PrimitiveKind.String), "phys", null), new("t", new PrimitiveType(PrimitiveKind.Timestamp), "t", null),
        ]);
        var known = FileStatistics.Parse(
            """{"numRecords":9,"minValues":{"i":-1,"d":0.5,"phys":"a","t":"2024-01-01T00:00:00.123Z"},"maxValues":{"i":7,"d":1e9,"phys":"zz","t":"2024-01-01T02:00:00.000+01:00"},"nullCount":{"i":0,"phys":9}}""", schema);

        Assert.Equal(9, known.Rows);
        Assert.Equal(new ColumnStatistics(0, -1m, 7m), known.Columns["i"]);
        Assert.Equal(new ColumnStatistics(null, 0.5, null), known.Columns["d"]);
        Assert.Equal("zz"u8.ToArray(), known.Columns["s"].Max);
        Assert.Equal(new DateTime(2024, 1, 1, 1, 0, 0, 1), known.Columns["t"].Max);
        Assert.Null(FileStatistics.Parse("not json", schema).Rows);
    }

    [Fact]
    public async Task Manifests_list_the_files_of_each_partition()
    {
        _files.Commit(0, Protocol, Metadata, Add("a", partition: "x/1"), Add("b", partition: null), Add("c", partition: "x/1"));

        var manifests = SymlinkManifests.Of(await ReadAsync());

        Assert.Equal(["_symlink_format_manifest/p=__HIVE_DEFAULT_PARTITION__/manifest", "_symlink_format_manifest/p=x%2F1/manifest"], manifests.Select(manifest => manifest.Path));
        Assert.Equal("s3://lake/t/a\ns3://lake/t/c\n", manifests[1].Text);
        Assert.Equal(["x/1"], manifests[1].Values);
    }

    private static string Add(string path, string? more = null, string? partition = "v") =>
        $"{{\"add\":{{\"path\":\"{path}\",\"partitionValues\":{{\"p\":{(partition is null ? "null" : $"\"{partition}\"")}}},\"size\":1,\"modificationTime\":1,\"dataChange\":true{(more is null ? "" : "," + more)}}}}}";

    private static string Remove(string path, string? more = null) =>
        $"{{\"remove\":{{\"path\":\"{path}\",\"dataChange\":true{(more is null ? "" : "," + more)}}}}}";

    private static string Names(DeltaSnapshot snapshot) => string.Join(' ', snapshot.Files.Select(file => file.Path).Order(StringComparer.Ordinal));

    private Task<DeltaSnapshot> ReadAsync() => new DeltaLog(_files).ReadAsync("s3://lake/t", CancellationToken.None).AsTask();
}
