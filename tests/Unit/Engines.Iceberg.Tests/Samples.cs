using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Weir.Engines.Iceberg.Changes;
using Weir.Engines.Iceberg.Manifests;
using Weir.Engines.Iceberg.Metadata;
using Weir.Engines.Iceberg.Partitioning;
using Weir.Engines.Iceberg.Types;
using Weir.Kernel.Core;

namespace Weir.Engines.Iceberg.Tests;

/// <summary>Files in memory.</summary>
internal sealed class MemoryFiles : ITableFiles
{
    public ConcurrentDictionary<string, byte[]> All { get; } = new(StringComparer.Ordinal);

    public ValueTask<byte[]> ReadAsync(string path, CancellationToken cancellationToken) => ValueTask.FromResult(All[path]);

    public ValueTask WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Assert.True(All.TryAdd(path, content.ToArray()), $"{path} is written twice");
        return ValueTask.CompletedTask;
    }

    public ValueTask DeleteAsync(string path, CancellationToken cancellationToken)
    {
        All.TryRemove(path, out _);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A catalog of one table.</summary>
internal sealed class MemoryPointer(string path) : ITablePointer
{
    private string _path = path;

    public string Path => Volatile.Read(ref _path);

    public int Lost { get; private set; }

    public async ValueTask<string> ReadAsync(CancellationToken cancellationToken)
    {
        var path = Path;
        await Task.Yield();
        return path;
    }

    public ValueTask<bool> SwapAsync(string expected, string next, TableMetadata table, CancellationToken cancellationToken)
    {
        var won = ReferenceEquals(Interlocked.CompareExchange(ref _path, next, expected), expected);
        Lost += won ? 0 : 1;
        return ValueTask.FromResult(won);
    }
}

internal sealed class Sample
{
    public const int Id = 1;
    public const int Name = 2;
    public const int Day = 3;

    private readonly IdSource _ids = new();

    public Sample(params (string Column, string Transform)[] partitioning)
    {
        ImmutableArray<NestedField> columns =
        [
            new(0, "id", PrimitiveType.Long),
            new(0, "name", PrimitiveType.String),
            new(0, "day", PrimitiveType.Date),
        ];
        var table = NewTable.Of(
            _ids, TimeProvider.System, "s3://b/t/", columns, [.. partitioning.Select(part => (part.Column, Transform.Parse(part.Transform)))], []);
        Committer = new(Files, _ids, TimeProvider.System);
        Pointer = new(Committer.CreateAsync(table, CancellationToken.None).AsTask().GetAwaiter().GetResult().Path);
    }

    public MemoryFiles Files { get; } = new();

    public TableCommitter Committer { get; }

    public MemoryPointer Pointer { get; }

    public TableMetadata Table => MetadataJson.Read(Files.All[Pointer.Path]);

    public Task<LoadedTable> CommitAsync(TableChange change) => Committer.CommitAsync(Pointer, change, CancellationToken.None).AsTask();

    public Task<LoadedTable> AppendAsync(params DataFile[] files) =>
        CommitAsync(new SnapshotChange(TimeProvider.System) { Operation = "append", Added = files });

    public static DataFile File(string name, long low, long high, params object?[] partition) => new()
    {
        Path = $"s3://b/t/data/{name}.parquet",
        RecordCount = 10,
        SizeBytes = 1000,
        Partition = [.. partition],
        ValueCounts = ImmutableDictionary<int, long>.Empty.Add(Id, 10).Add(Name, 10),
        NullCounts = ImmutableDictionary<int, long>.Empty.Add(Id, 0).Add(Name, 10),
        LowerBounds = ImmutableDictionary<int, byte[]>.Empty.Add(Id, Values.ToBytes(PrimitiveType.Long, low)),
        UpperBounds = ImmutableDictionary<int, byte[]>.Empty.Add(Id, Values.ToBytes(PrimitiveType.Long, high)),
    };

    public static DataFile Deletes(string name, DataFile target) => new()
    {
        Content = FileContent.PositionDeletes,
        Path = $"s3://b/t/data/{name}-deletes.parquet",
        RecordCount = 1,
        SizeBytes = 100,
        Partition = target.Partition,
        ReferencedDataFile = target.Path,
    };

    public static object Date(string text) =>
        DateOnly.Parse(text, CultureInfo.InvariantCulture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
