using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Weir.Contracts;
using Weir.Engines.Formats.Avro;
using Weir.Kernel.Storage.Checksums;

namespace Weir.Services.Athena.Tests;

/// <summary>A file of a table as another engine's manifest names it.</summary>
/// <param name="Content">0 data, 1 position deletes, 2 equality deletes.</param>
internal sealed record OtherFile(int Content, string Path, string Format, long Records, long Bytes)
{
    public int[]? EqualityIds { get; init; }
    public string? Target { get; init; }
    public long? Offset { get; init; }
    public long? Length { get; init; }
}

/// <summary>Makes Iceberg tables as other engines do: manifests, lists and metadata by hand, around files that are there.</summary>
internal sealed class OtherWriter(AthenaHost host, string table)
{
    private const string Entry = """
        {"type":"record","name":"manifest_entry","fields":[
        {"name":"status","type":"int","field-id":0},{"name":"snapshot_id","type":["null","long"],"default":null,"field-id":1},
        {"name":"sequence_number","type":["null","long"],"default":null,"field-id":3},{"name":"file_sequence_number","type":["null","long"],"default":null,"field-id":4},
        {"name":"data_file","field-id":2,"type":{"type":"record","name":"r2","fields":[
        {"name":"content","type":"int","field-id":134},{"name":"file_path","type":"string","field-id":100},{"name":"file_format","type":"string","field-id":101},
        {"name":"partition","type":{"type":"record","name":"r102","fields":[]},"field-id":102},{"name":"record_count","type":"long","field-id":103},
        {"name":"file_size_in_bytes","type":"long","field-id":104},
        {"name":"equality_ids","type":["null",{"type":"array","items":"int","element-id":136}],"default":null,"field-id":135},
        {"name":"referenced_data_file","type":["null","string"],"default":null,"field-id":143},
        {"name":"content_offset","type":["null","long"],"default":null,"field-id":144},
        {"name":"content_size_in_bytes","type":["null","long"],"default":null,"field-id":145}]}}]}
        """;

    private const string List = """
        {"type":"record","name":"manifest_file","fields":[
        {"name":"manifest_path","type":"string","field-id":500},{"name":"manifest_length","type":"long","field-id":501},{"name":"partition_spec_id","type":"int","field-id":502},
        {"name":"content","type":"int","field-id":517},{"name":"sequence_number","type":"long","field-id":515},{"name":"min_sequence_number","type":"long","field-id":516},
        {"name":"added_snapshot_id","type":"long","field-id":503}]}
        """;

    private readonly List<(OtherFile[] Files, bool IsDeletes)> _manifests = [];

    private string Root => $"s3://{AthenaHost.Bucket}/{table}";

    /// <summary>The one file a query has written for us.</summary>
    public async Task<(string Path, long Bytes)> MadeAsync(string name, string select)
    {
        var end = await host.EndOfAsync($"CREATE TABLE {name} WITH (format = 'PARQUET', external_location = 's3://{AthenaHost.Bucket}/{name}/') AS {select}");
        Assert.True(end.Status!.State == "SUCCEEDED", end.Status.StateChangeReason);
        var found = new List<ObjectInfo>();
        await foreach (var file in host.Objects.ListAsync(host.Call, AthenaHost.Bucket, name + "/", null, CancellationToken.None))
        {
            found.Add(file);
        }

        var only = Assert.Single(found);
        return ($"s3://{AthenaHost.Bucket}/{only.Key}", only.Size);
    }

    /// <summary>A manifest; each has a sequence number of its own, from 1.</summary>
    public OtherWriter Manifest(bool isDeletes, params OtherFile[] files)
    {
        _manifests.Add((files, isDeletes));
        return this;
    }

    public async Task RegisterAsync(int version, string schema, params (string Key, string Value)[] properties)
    {
        const long Snapshot = 4711;
        var listed = new List<object?>();
        foreach (var (at, (files, isDeletes)) in _manifests.Index())
        {
            var content = Write(Entry, files.Select(file => (object?)new object?[]
            {
                1, Snapshot, null, null,
                new object?[] { file.Content, file.Path, file.Format, Array.Empty<object?>(), file.Records, file.Bytes, file.EqualityIds, file.Target, file.Offset, file.Length },
            }));
            var path = $"{Root}/metadata/m{at}.avro";
            await PutAsync(path, content);
            listed.Add(new object?[] { path, (long)content.Length, 0, isDeletes ? 1 : 0, (long)at + 1, (long)at + 1, Snapshot });
        }

        await PutAsync($"{Root}/metadata/list.avro", Write(List, listed));
        var options = new JsonObject();
        foreach (var (key, value) in properties)
        {
            options[key] = value;
        }

        var metadata = $$"""
            {"format-version": {{version}}, "table-uuid": "5a5b7f0e-3a55-4f14-9d5d-9a7f1f1f0001", "location": "{{Root}}", "last-sequence-number": {{_manifests.Count}},
             "last-updated-ms": 1700000000000, "last-column-id": 100, "current-schema-id": 0, "schemas": [{{schema}}],
             "default-spec-id": 0, "partition-specs": [{"spec-id": 0, "fields": []}], "last-partition-id": 999,
             "default-sort-order-id": 0, "sort-orders": [{"order-id": 0, "fields": []}], "properties": {{options.ToJsonString()}},
             "current-snapshot-id": {{Snapshot}}, "next-row-id": 0, "snapshots": [
               {"snapshot-id": {{Snapshot}}, "sequence-number": {{_manifests.Count}}, "timestamp-ms": 1700000000000, "schema-id": 0,
                "manifest-list": "{{Root}}/metadata/list.avro", "summary": {"operation": "append"} }]}
            """;
        await PutAsync($"{Root}/metadata/v1.metadata.json", Encoding.UTF8.GetBytes(metadata));
        await host.Catalog.CreateTableAsync(
            host.Call,
            new()
            {
                Database = "db",
                Name = table,
                TableType = "EXTERNAL_TABLE",
                Storage = new() { Location = Root },
                Parameters = new Dictionary<string, string> { ["table_type"] = "ICEBERG", ["metadata_location"] = $"{Root}/metadata/v1.metadata.json" },
            },
            CancellationToken.None);
    }

    public async Task PutAsync(string address, byte[] content)
    {
        var key = address[($"s3://{AthenaHost.Bucket}/".Length)..];
        await host.Objects.PutAsync(host.Call, AthenaHost.Bucket, key, new MemoryStream(content), ObjectAttributes.None, CancellationToken.None);
    }

    /// <summary>A deletion vector: 64-bit Roaring, one array container, one of runs and one of bits.</summary>
    public static byte[] Vector(int[] array, (int First, int More)[] runs, IReadOnlyCollection<int> bits)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write([0xD1, 0xD3, 0x39, 0x64]);
            writer.Write(1UL);
            writer.Write(0u);
            writer.Write(12347u | (2u << 16));
            writer.Write((byte)0b010);
            foreach (var (key, count) in new[] { (0, array.Length), (1, runs.Sum(run => run.More + 1)), (2, bits.Count) })
            {
                writer.Write((ushort)key);
                writer.Write((ushort)(count - 1));
            }

            foreach (var value in array)
            {
                writer.Write((ushort)value);
            }

            writer.Write((ushort)runs.Length);
            foreach (var (first, more) in runs)
            {
                writer.Write((ushort)first);
                writer.Write((ushort)more);
            }

            var map = new byte[8192];
            foreach (var bit in bits)
            {
                map[bit / 8] |= (byte)(1 << (bit % 8));
            }

            writer.Write(map);
        }

        var body = content.ToArray();
        var blob = new byte[body.Length + 8];
        BinaryPrimitives.WriteUInt32BigEndian(blob, (uint)body.Length);
        body.CopyTo(blob, 4);
        BinaryPrimitives.WriteUInt32BigEndian(blob.AsSpan(body.Length + 4), Crc32.Compute(body));
        return blob;
    }

    private static byte[] Write(string schema, IEnumerable<object?> records)
    {
        var stream = new MemoryStream();
        using (var writer = new AvroFileWriter(stream, AvroSchema.Parse(schema), AvroCodec.Deflate))
        {
            foreach (var record in records)
            {
                writer.Append(record);
            }
        }

        return stream.ToArray();
    }
}
