using System.Text;
using System.Text.Json;
using Weir.Engines.DuckDb;
using Weir.Tests.Support;

namespace Weir.Services.Athena.Tests;

/// <summary>Writes a Delta table into a store, as Spark would.</summary>
public sealed class DeltaWriter(MemoryObjectStore objects, string bucket, string root) : IDisposable
{
    private readonly DuckDatabase _database = DuckDatabase.Open(new() { Threads = 1, MemoryBytesMax = 256L << 20, Directories = [objects.Directory] });
    private int _version;

    public int Version => _version - 1;

    /// <summary>A query's rows as a Parquet file of the table; its bytes.</summary>
    public int Put(string name, string sql, string options = "")
    {
        var path = Path.Combine(objects.Directory, "delta.parquet");
        using var connection = _database.Connect();
        connection.Execute($"COPY ({sql}) TO {DuckSql.Text(path)} (FORMAT parquet{options})");
        var bytes = File.ReadAllBytes(path);
        objects.Put(bucket, root + name, bytes);
        return bytes.Length;
    }

    public void Put(string name, byte[] bytes) => objects.Put(bucket, root + name, bytes);

    public void Commit(params string[] actions) =>
        objects.Put(bucket, $"{root}_delta_log/{_version++:D20}.json", Encoding.UTF8.GetBytes(string.Join('\n', actions)));

    /// <summary>The table as one Parquet checkpoint of the newest version, its older commits gone.</summary>
    public void Checkpoint(string sql)
    {
        Put($"_delta_log/{Version:D20}.checkpoint.parquet", sql);
        Put("_delta_log/_last_checkpoint", Encoding.UTF8.GetBytes($"{{\"version\":{Version},\"size\":1}}"));
        for (var version = 0; version <= Version; version++)
        {
            objects.DeleteAsync(TestCalls.Root(), bucket, $"{root}_delta_log/{version:D20}.json", CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
    }

    public static string Protocol(int reader = 1, params string[] features) =>
        $"{{\"protocol\":{{\"minReaderVersion\":{reader},\"minWriterVersion\":{(reader == 3 ? 7 : 5)}{(reader < 3 ? "" : $",\"readerFeatures\":{JsonSerializer.Serialize(features)},\"writerFeatures\":{JsonSerializer.Serialize(features)}")}}}}}";

    /// <param name="columns"><c>name type</c>, separated by semicolons; a type that begins with a brace is JSON.</param>
    /// <param name="mapped">Gives columns physical names <c>c1</c>, <c>c2</c> … and ids.</param>
    public static string Metadata(string columns, string partitions = "", string? mapped = null)
    {
        var fields = columns.Split(';', StringSplitOptions.TrimEntries).Select(column => column.Split(' ', 2)).Select((column, at) =>
            $"{{\"name\":{JsonSerializer.Serialize(column[0])},\"type\":{(column[1][0] is '{' ? column[1] : JsonSerializer.Serialize(column[1]))},\"nullable\":true,\"metadata\":"
            + (mapped is null ? "{}" : $"{{\"delta.columnMapping.id\":{at + 1},\"delta.columnMapping.physicalName\":\"c{at + 1}\"}}") + "}");
        var schema = $"{{\"type\":\"struct\",\"fields\":[{string.Join(',', fields)}]}}";
        var keys = partitions.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return $"{{\"metaData\":{{\"id\":\"x\",\"format\":{{\"provider\":\"parquet\",\"options\":{{}}}},\"schemaString\":{JsonSerializer.Serialize(schema)},"
            + $"\"partitionColumns\":{JsonSerializer.Serialize(keys)},\"configuration\":{{{(mapped is null ? "" : $"\"delta.columnMapping.mode\":\"{mapped}\"")}}}}}}}";
    }

    public static string Add(string path, string partition = "{}", string? stats = null, string? vector = null) =>
        $"{{\"add\":{{\"path\":{JsonSerializer.Serialize(path)},\"partitionValues\":{partition},\"size\":1,\"modificationTime\":1,\"dataChange\":true"
        + (stats is null ? "" : $",\"stats\":{JsonSerializer.Serialize(stats)}") + (vector is null ? "" : $",\"deletionVector\":{vector}") + "}}";

    public static string Remove(string path) => $"{{\"remove\":{{\"path\":{JsonSerializer.Serialize(path)},\"dataChange\":true}}}}";

    public static string Inline(params long[] rows)
    {
        var bytes = DeletionVectorBytes.Of(rows);
        return $"{{\"storageType\":\"i\",\"pathOrInlineDv\":{JsonSerializer.Serialize(DeletionVectorBytes.Z85(bytes))},\"sizeInBytes\":{bytes.Length},\"cardinality\":{rows.Length}}}";
    }

    public void Dispose() => _database.Dispose();
}
