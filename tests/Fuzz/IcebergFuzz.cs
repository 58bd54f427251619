using System.Collections.Immutable;
using Weir.Engines.Formats.Avro;
using Weir.Engines.Iceberg;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Scanning;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;

namespace Weir.Fuzz;

/// <summary>Metadata of Iceberg tables that strangers wrote: any bytes are a table whose files can be planned, or an error in words.</summary>
internal static class IcebergFuzz
{
    private static readonly Filter Wanted = Filter.And(
    [
        new Comparison(1, FilterOperator.GreaterOrEqual, 3L),
        Filter.Or([new Comparison(2, FilterOperator.StartsWith, "ab"), new Comparison(2, FilterOperator.IsNull)]),
        new Comparison(3, FilterOperator.In, [19_000, 20_000]),
        new Comparison(4, FilterOperator.Less, (Int128)500),
    ]);

    private static readonly MemoryFiles Sample = new();
    private static readonly TableMetadata SampleTable = Make();

    public static IReadOnlyList<byte[]> MetadataSeeds => [MetadataJson.Write(SampleTable), MetadataJson.Write(SampleTable with { FormatVersion = 1 }), MetadataJson.Write(SampleTable with { FormatVersion = 3 })];

    /// <summary>What the file stands for is its first byte: a manifest list, or a manifest.</summary>
    public static IReadOnlyList<byte[]> ManifestSeeds => [.. Sample.All.Where(file => file.Key.EndsWith(".avro", StringComparison.Ordinal)).Select(file => (byte[])[(byte)(IsList(file.Key) ? 1 : 0), .. Plain(file.Value)])];

    public static bool Metadata(byte[] input) => IsTable(() =>
    {
        var table = MetadataJson.Read(input);
        var again = MetadataJson.Read(MetadataJson.Write(table));
        if (again.Snapshots.Length != table.Snapshots.Length || !again.Schemas.SequenceEqual(table.Schemas) || !again.Specs.SequenceEqual(table.Specs))
        {
            throw new InvalidOperationException("what was written is not what was read");
        }

        _ = table.Ancestors(table.CurrentSnapshotId).Count();
        _ = table.AsOf(table.LastUpdatedMillis);
        foreach (var snapshot in table.Snapshots)
        {
            Plan(table, snapshot, Sample);
        }
    });

    public static bool Manifest(byte[] input) => input.Length > 0 && IsTable(() =>
        Plan(SampleTable, SampleTable.CurrentSnapshot!, new MemoryFiles(Sample) { Changed = (path => IsList(path) == (input[0] == 1), input[1..]) }));

    private static void Plan(TableMetadata table, Snapshot snapshot, ITableFiles files)
    {
        var scan = new SnapshotFiles(files, table);
        _ = scan.PlanAsync(snapshot, Wanted, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        foreach (var (_, entry) in scan.LiveAsync(snapshot, CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            _ = table.SpecOf(entry.File.SpecId).PathOf(table.SchemaOf(snapshot), entry.File.Partition);
        }
    }

    private static bool IsTable(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (IcebergException)
        {
            return false;
        }
    }

    /// <summary>The same records without compression, which would hide them from small changes.</summary>
    private static byte[] Plain(byte[] avro)
    {
        using var reader = AvroFileReader.Open(new MemoryStream(avro));
        using var plain = new MemoryStream();
        using (var writer = new AvroFileWriter(plain, reader.Schema, AvroCodec.Null, new Dictionary<string, byte[]>()))
        {
            foreach (var record in reader.Read())
            {
                writer.Append(record);
            }
        }

        return plain.ToArray();
    }

    private static bool IsList(string path) => path.Contains("/snap-", StringComparison.Ordinal);

    /// <summary>A table of four columns, partitioned four ways, with data files and deletes of both kinds.</summary>
    private static TableMetadata Make()
    {
        var ids = new IdSource();
        var made = NewTable.Of(
            ids, TimeProvider.System, "s3://b/t/",
            [new(0, "id", PrimitiveType.Long), new(0, "name", PrimitiveType.String), new(0, "day", PrimitiveType.Date), new(0, "price", PrimitiveType.Decimal(9, 2))],
            [("id", Transform.Parse("bucket[4]")), ("name", Transform.Parse("truncate[2]")), ("day", Transform.Parse("month")), ("price", Transform.Parse("identity"))], []);
        var committer = new TableCommitter(Sample, ids, TimeProvider.System);
        var pointer = new Pointer(Wait(committer.CreateAsync(made, CancellationToken.None)).Path);
        var data = File("a", FileContent.Data);
        Wait(committer.CommitAsync(pointer, new SnapshotChange(TimeProvider.System) { Operation = "append", Added = [data] }, CancellationToken.None));
        Wait(committer.CommitAsync(
            pointer,
            new SnapshotChange(TimeProvider.System)
            {
                Operation = "overwrite",
                Added = [File("b", FileContent.PositionDeletes) with { ReferencedDataFile = data.Path }, File("c", FileContent.EqualityDeletes) with { EqualityIds = [1] }],
            },
            CancellationToken.None));
        return MetadataJson.Read(Sample.All[pointer.Path]);
    }

    private static DataFile File(string name, FileContent content) => new()
    {
        Content = content,
        Path = $"s3://b/t/data/{name}.parquet",
        RecordCount = 10,
        SizeBytes = 1000,
        Partition = [1, "ab", 660, (Int128)150],
        ValueCounts = ImmutableDictionary<int, long>.Empty.Add(1, 10).Add(2, 10),
        NullCounts = ImmutableDictionary<int, long>.Empty.Add(1, 0).Add(2, 10),
        LowerBounds = ImmutableDictionary<int, byte[]>.Empty.Add(1, Values.ToBytes(PrimitiveType.Long, 1L)),
        UpperBounds = ImmutableDictionary<int, byte[]>.Empty.Add(1, Values.ToBytes(PrimitiveType.Long, 9L)),
        SplitOffsets = [4],
    };

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private sealed class MemoryFiles(MemoryFiles? origin = null) : ITableFiles
    {
        public Dictionary<string, byte[]> All { get; } = origin?.All ?? new(StringComparer.Ordinal);

        /// <summary>Stands in for the files that it is said of.</summary>
        public (Func<string, bool> Of, byte[] Content) Changed { get; init; } = (_ => false, []);

        public ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken) => ValueTask.FromResult(
            Changed.Of(path) ? Changed.Content
            : All.GetValueOrDefault(path) ?? throw new IcebergException(IcebergProblem.BadMetadata, $"there is no {path}"));

        public ValueTask WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
        {
            All[path] = content.ToArray();
            return ValueTask.CompletedTask;
        }

        public ValueTask DeleteAsync(string path, CancellationToken cancellationToken)
        {
            All.Remove(path);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Pointer(string path) : ITablePointer
    {
        public string Path { get; private set; } = path;

        public ValueTask<string> ReadAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Path);

        public ValueTask<bool> SwapAsync(string expected, string next, TableMetadata table, CancellationToken cancellationToken)
        {
            Path = next;
            return ValueTask.FromResult(true);
        }
    }
}
