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
        _ = scan.PlanAsync(snapshot, Wanted(table.Schema), CancellationToken.None).AsTask().GetAwaiter().GetResult();
        foreach (var (_, entry) in scan.LiveAsync(snapshot, CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            _ = table.SpecOf(entry.File.SpecId).PathOf(table.SchemaOf(snapshot), entry.File.Partition);
        }
    }

    /// <summary>Conditions of all kinds, with values of the columns' types as queries have them.</summary>
    private static Filter Wanted(Schema schema) => Filter.And(schema.ById.Values.Where(field => field.Type is PrimitiveType).OrderBy(field => field.Id).Take(8).Index().Select(entry =>
    {
        var (at, id, type) = (entry.Index, entry.Item.Id, (PrimitiveType)entry.Item.Type);
        return ValueOf(type) is not { } value ? new Comparison(id, FilterOperator.NotNull)
            : value is string text && at % 2 == 1 ? Filter.Or([new Comparison(id, FilterOperator.StartsWith, text), new Comparison(id, FilterOperator.IsNull)])
            : at % 3 == 2 ? new Comparison(id, FilterOperator.In, [value, value])
            : new Comparison(id, (FilterOperator)((int)FilterOperator.Less + (at % 6)), value);
    }));

    private static object? ValueOf(PrimitiveType type) => type.Kind switch
    {
        PrimitiveKind.Boolean => true,
        PrimitiveKind.Int or PrimitiveKind.Date => 19_000,
        PrimitiveKind.Float => 1.5f,
        PrimitiveKind.Double => 1.5,
        PrimitiveKind.Decimal => (Int128)500,
        PrimitiveKind.String => "ab",
        PrimitiveKind.Uuid => Guid.Empty,
        PrimitiveKind.Fixed or PrimitiveKind.Binary => "ab"u8.ToArray(),
        PrimitiveKind.Unknown => null,
        _ => 3L,
    };

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
