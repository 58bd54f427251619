using System.Collections.Concurrent;
using System.Text;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;
using Weir.Kernel.Storage;

namespace Weir.Services.Firehose.Tests;

/// <summary>Objects in memory; can be told to fail.</summary>
internal sealed class FakeObjects(IDisk disk) : IObjectStore, IDisposable
{
    private readonly SemaphoreSlim _put = new(0);

    public ConcurrentDictionary<string, byte[]> Content { get; } = new(StringComparer.Ordinal);
    public List<string> Puts { get; } = [];

    /// <summary>Called before each put; what it throws the put throws.</summary>
    public Action<string>? BeforePut { get; set; }

    /// <summary>Called after each put, as a crash might follow it.</summary>
    public Action<string>? AfterPut { get; set; }

    public string Text(string key) => Encoding.UTF8.GetString(Content[key]);

    public void Dispose() => _put.Dispose();

    public async Task WaitForPutsAsync(int count)
    {
        for (; count > 0; count--)
        {
            Assert.True(await _put.WaitAsync(TimeSpan.FromSeconds(30)), "no put came");
        }
    }

    public ValueTask<ObjectInfo> PutFileAsync(
        CallContext call, string bucket, string key, string path, ObjectAttributes attributes, CancellationToken cancellationToken)
    {
        BeforePut?.Invoke(key);
        Assert.Equal("arn:aws:sts::000000000000:assumed-role/delivery/s", call.Caller.Arn);
        using (var file = disk.Open(path, create: false))
        {
            var bytes = new byte[file.Length];
            file.Read(bytes, 0);
            Content[$"{bucket}/{key}"] = bytes;
        }

        disk.DeleteFile(path);
        lock (Puts)
        {
            Puts.Add($"{bucket}/{key}");
        }

        AfterPut?.Invoke(key);
        _put.Release();
        return ValueTask.FromResult(Info(bucket, key));
    }

    public ValueTask<ObjectInfo?> HeadAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Content.ContainsKey($"{bucket}/{key}") ? Info(bucket, key) : null);

    public ValueTask<ObjectInfo> PutAsync(
        CallContext call, string bucket, string key, Stream content, ObjectAttributes attributes, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<Stream> OpenAsync(CallContext call, string bucket, string key, long offset, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<ObjectInfo> ListAsync(
        CallContext call, string bucket, string prefix, string? after, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IObjectLease> LeaseAsync(
        CallContext call, string bucket, IReadOnlyList<string> keys, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DeleteAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RequireBucketAsync(CallContext call, string bucket, string? expectedOwner, CancellationToken cancellationToken) => throw new NotSupportedException();

    private ObjectInfo Info(string bucket, string key) => new()
    {
        Bucket = bucket,
        Key = key,
        Size = Content[$"{bucket}/{key}"].Length,
        ETag = "e",
        LastModified = DateTimeOffset.UnixEpoch,
    };
}

internal sealed class FakeRoles : IRoles
{
    public bool Exists { get; set; } = true;

    public Caller? Assume(string roleArn, string servicePrincipal, string sessionName) =>
        Exists && servicePrincipal == "firehose.amazonaws.com"
            ? new()
            {
                Account = "000000000000",
                Arn = $"arn:aws:sts::000000000000:assumed-role/{roleArn.Split('/')[1]}/{sessionName}",
                Kind = CallerKind.AssumedRole,
                UserId = "AROA:s",
            }
            : null;

    public ValueTask<TemporaryCredentials?> IssueAsync(
        string roleArn, string servicePrincipal, string sessionName, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<TemporaryCredentials> IssueAsync(Caller caller, TimeSpan lifetime, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public RoleInfo? Find(string roleArn) => null;

    public string? FindPolicy(string policyArn) => null;
}

internal sealed class FakeFunctions : IFunctions
{
    public Func<string, FunctionResult> Answer { get; set; } = static _ => throw new ServiceException("ResourceNotFoundException", "no function", 404);
    public int Calls { get; private set; }

    public ValueTask<FunctionResult> InvokeAsync(
        CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        Calls++;
        return ValueTask.FromResult(Answer(Encoding.UTF8.GetString(payload.Span)));
    }

    public ValueTask InvokeEventAsync(CallContext call, string function, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public void RequireFunction(CallContext call, string function)
    {
    }
}

internal sealed class FakeLogGroups : ILogGroups
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public void Append(string account, string region, string group, string stream, DateTimeOffset timestamp, string message) => Lines.Enqueue(message);
}

/// <summary>A catalog of one table.</summary>
internal sealed class FakeCatalog : ITableCatalog
{
    public IReadOnlyList<CatalogColumn> Columns { get; set; } = [];

    public CatalogTable? FindTable(CallContext call, string database, string table) => table != "t" ? null : new()
    {
        Database = database,
        Name = table,
        Storage = new() { Columns = Columns },
    };

    public CatalogDatabase? FindDatabase(CallContext call, string database) => null;

    public IReadOnlyList<CatalogDatabase> ListDatabases(CallContext call) => [];

    public IReadOnlyList<CatalogTable> ListTables(CallContext call, string database, string? pattern) => [];

    public IEnumerable<CatalogPartition> ListPartitions(
        CallContext call, string database, string table, Func<IReadOnlyList<string>, bool>? keep) => [];

    public ValueTask CreateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask UpdateDatabaseAsync(CallContext call, CatalogDatabase database, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DropDatabaseAsync(CallContext call, string database, bool cascade, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask CreateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask UpdateTableAsync(CallContext call, CatalogTable table, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> SwapTableAsync(
        CallContext call, CatalogTable table, string parameter, string? expected, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask RenameTableAsync(
        CallContext call, string database, string table, string newDatabase, string newTable, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask DropTableAsync(CallContext call, string database, string table, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<int> AddPartitionsAsync(
        CallContext call, string database, string table, IReadOnlyList<CatalogPartition> partitions, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<bool> DropPartitionAsync(
        CallContext call, string database, string table, IReadOnlyList<string> values, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

/// <summary>A Kinesis stream in memory whose shards a test fills, closes and splits.</summary>
internal sealed class FakeStream : IStreamReader
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<StreamRecord>> _records = [];
    private readonly List<StreamShard> _shards = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void AddShard(string id, string? parent = null) => Change(() =>
    {
        _shards.Add(new() { ShardId = id, ParentShardId = parent });
        _records[id] = [];
    });

    public void Close(string id) => Change(() => _shards[_shards.FindIndex(shard => shard.ShardId == id)] =
        _shards.Single(shard => shard.ShardId == id) with { IsClosed = true });

    public void Put(string shard, string data, DateTimeOffset arrival) => Change(() => _records[shard].Add(new()
    {
        Offset = _records[shard].Count,
        SequenceNumber = $"{_records[shard].Count}",
        PartitionKey = "k",
        ArrivalTimestamp = arrival,
        Data = Encoding.UTF8.GetBytes(data),
    }));

    public IReadOnlyList<StreamShard> ListShards(CallContext call, string stream)
    {
        lock (_gate)
        {
            return [.. _shards];
        }
    }

    public async ValueTask<StreamBatch> ReadAsync(
        CallContext call, string stream, string shardId, StreamPosition from, int recordsMax, int bytesMax, TimeSpan wait,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var all = _records[shardId];
                var offset = from.Offset == StreamPosition.Latest ? all.Count : (int)from.Offset;
                var isClosed = _shards.Single(shard => shard.ShardId == shardId).IsClosed;
                if (offset < all.Count || isClosed || wait == TimeSpan.Zero)
                {
                    return new() { Records = [.. all.Skip(offset)], NextOffset = all.Count, BehindLatest = TimeSpan.Zero, IsEnd = isClosed };
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
