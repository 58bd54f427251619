using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Weir.Contracts;
using Weir.Kernel.Core;
using Weir.Kernel.Identity;

namespace Weir.Tests.Support;

/// <summary>Objects in a dictionary, their contents in files of a temporary directory so that they can be leased.</summary>
public sealed class MemoryObjectStore : IObjectStore, IDisposable
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (ObjectInfo Info, string Path)> _objects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _buckets = new(StringComparer.Ordinal);
    private int _files;

    /// <summary>Where contents lie.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("weir-objects-").FullName;

    /// <summary>Asked before each object is read; throw here to refuse.</summary>
    public Action<CallContext, string, string> Reading { get; set; } = static (_, _, _) => { };

    /// <summary>Asked before each object is stored; throw here to refuse.</summary>
    public Action<string, string> Writing { get; set; } = static (_, _) => { };

    public int OpenLeases { get; private set; }

    public void CreateBucket(string bucket) => _buckets.Add(bucket);

    public void Put(string bucket, string key, byte[] content)
    {
        _buckets.Add(bucket);
        var path = NewPath();
        File.WriteAllBytes(path, content);
        Add(bucket, key, path);
    }

    public byte[] Get(string bucket, string key)
    {
        lock (_lock)
        {
            return File.ReadAllBytes(Find(bucket, key).Path);
        }
    }

    public IReadOnlyList<string> Keys(string bucket)
    {
        lock (_lock)
        {
            return [.. _objects.Values.Where(item => item.Info.Bucket == bucket).Select(item => item.Info.Key)];
        }
    }

    public async ValueTask<ObjectInfo> PutAsync(
        CallContext call, string bucket, string key, Stream content, ObjectAttributes attributes, CancellationToken cancellationToken)
    {
        await RequireBucketAsync(call, bucket, null, cancellationToken);
        Writing(bucket, key);
        var path = NewPath();
        await using (var file = File.Create(path))
        {
            await content.CopyToAsync(file, cancellationToken);
        }

        return Add(bucket, key, path);
    }

    public async ValueTask<ObjectInfo> PutFileAsync(
        CallContext call, string bucket, string key, string path, ObjectAttributes attributes, CancellationToken cancellationToken)
    {
        await RequireBucketAsync(call, bucket, null, cancellationToken);
        Writing(bucket, key);
        var own = NewPath();
        File.Move(path, own);
        return Add(bucket, key, own);
    }

    public ValueTask<ObjectInfo?> HeadAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(_objects.TryGetValue(Name(bucket, key), out var found) ? found.Info : null);
        }
    }

    public ValueTask<Stream> OpenAsync(CallContext call, string bucket, string key, long offset, CancellationToken cancellationToken)
    {
        Reading(call, bucket, key);
        lock (_lock)
        {
            var stream = File.OpenRead(Find(bucket, key).Path);
            stream.Position = offset;
            return ValueTask.FromResult<Stream>(stream);
        }
    }

    public async IAsyncEnumerable<ObjectInfo> ListAsync(
        CallContext call, string bucket, string prefix, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await RequireBucketAsync(call, bucket, null, cancellationToken);
        ObjectInfo[] found;
        lock (_lock)
        {
            found = [.. _objects.Values.Select(item => item.Info).Where(info =>
                info.Bucket == bucket && info.Key.StartsWith(prefix, StringComparison.Ordinal)
                && (after is null || string.CompareOrdinal(info.Key, after) > 0))];
        }

        foreach (var info in found)
        {
            yield return info;
        }
    }

    public ValueTask<IObjectLease> LeaseAsync(
        CallContext call, string bucket, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        foreach (var key in keys)
        {
            Reading(call, bucket, key);
        }

        lock (_lock)
        {
            var found = keys.Select(key => Find(bucket, key)).ToArray();
            OpenLeases++;
            return ValueTask.FromResult<IObjectLease>(new Lease(
                this, [.. found.Select(item => item.Path)], [.. found.Select(item => item.Info)]));
        }
    }

    public ValueTask DeleteAsync(CallContext call, string bucket, string key, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _objects.Remove(Name(bucket, key));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RequireBucketAsync(CallContext call, string bucket, string? expectedOwner, CancellationToken cancellationToken) =>
        !_buckets.Contains(bucket)
            ? throw new ServiceException("NoSuchBucket", "The specified bucket does not exist", 404)
            : expectedOwner is not null && expectedOwner != call.Account
                ? throw new ServiceException("AccessDenied", "Access Denied", 403)
                : ValueTask.CompletedTask;

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private static string Name(string bucket, string key) => $"{bucket}\0{key}";

    private string NewPath() => Path.Combine(Directory, $"object-{Interlocked.Increment(ref _files)}");

    private (ObjectInfo Info, string Path) Find(string bucket, string key) => _objects.TryGetValue(Name(bucket, key), out var found)
        ? found
        : throw new ServiceException("NoSuchKey", "The specified key does not exist.", 404);

    private ObjectInfo Add(string bucket, string key, string path)
    {
        var content = File.ReadAllBytes(path);
        var info = new ObjectInfo
        {
            Bucket = bucket,
            Key = key,
            Size = content.Length,
            ETag = Convert.ToHexString(SHA256.HashData(content))[..32],
            LastModified = DateTimeOffset.UnixEpoch,
        };
        lock (_lock)
        {
            _objects[Name(bucket, key)] = (info, path);
        }

        return info;
    }

    private sealed class Lease(MemoryObjectStore owner, IReadOnlyList<string> paths, IReadOnlyList<ObjectInfo> objects) : IObjectLease
    {
        public IReadOnlyList<string> Paths => paths;

        public IReadOnlyList<ObjectInfo> Objects => objects;

        public void Dispose()
        {
            lock (owner._lock)
            {
                owner.OpenLeases--;
            }
        }
    }
}
