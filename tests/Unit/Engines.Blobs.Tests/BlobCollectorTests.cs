namespace Weir.Engines.Blobs.Tests;

public sealed class BlobCollectorTests : IDisposable
{
    private readonly BlobFixture _blobs = new();

    public void Dispose() => _blobs.Dispose();

    [Fact]
    public async Task A_blob_goes_with_its_last_reference()
    {
        var blob = await _blobs.PutAsync([1, 2, 3]);
        await _blobs.State.WriteAsync(state => BlobIndex.Retain(state, blob.Id), default);

        await _blobs.ReleaseAsync(blob.Id);
        Assert.Equal(0, await _blobs.Collector.RemovePendingAsync(default));
        Assert.NotNull(_blobs.Read(blob.Id));

        await _blobs.ReleaseAsync(blob.Id);
        Assert.Equal(1, await _blobs.Collector.RemovePendingAsync(default));
        Assert.Null(_blobs.Read(blob.Id));
        Assert.Equal(0, await _blobs.Collector.RemovePendingAsync(default));
    }

    [Fact]
    public async Task A_leased_blob_stays_until_the_lease_ends()
    {
        var blob = await _blobs.PutAsync([1, 2, 3]);
        var lease = (await _blobs.Store.TryLeaseAsync(blob.Id))!;
        await _blobs.ReleaseAsync(blob.Id);

        Assert.Equal(0, await _blobs.Collector.RemovePendingAsync(default));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(lease.Path));

        lease.Dispose();
        Assert.Equal(1, await _blobs.Collector.RemovePendingAsync(default));
        Assert.Null(await _blobs.Store.TryLeaseAsync(blob.Id));
    }

    [Fact]
    public async Task A_released_blob_is_removed_after_a_restart()
    {
        var blob = await _blobs.PutAsync([1, 2, 3]);
        await _blobs.ReleaseAsync(blob.Id);
        _blobs.Restart();

        Assert.Equal(0, _blobs.Collector.RemoveOrphans(default));
        Assert.Equal(1, await _blobs.Collector.RemovePendingAsync(default));
        Assert.Equal(0, _blobs.Files());
    }

    [Fact]
    public async Task Orphans_of_an_earlier_run_go_and_kept_blobs_stay()
    {
        var kept = await _blobs.PutAsync([1]);
        await _blobs.PutAsync([2], isCommitted: false);
        await _blobs.Store.StageAsync(new MemoryStream([3]), [], 10, isEncrypted: false, default);
        _blobs.Restart();
        var inFlight = await _blobs.PutAsync([4], isCommitted: false);

        Assert.Equal(2, _blobs.Collector.RemoveOrphans(default));
        Assert.Equal([1], _blobs.Read(kept.Id));
        Assert.NotNull(_blobs.Store.Open(inFlight.Id, 0, 1));
    }

    [Fact]
    public async Task Damage_is_found_and_only_orphans_are_removed()
    {
        var missing = await _blobs.PutAsync([1]);
        var shorter = await _blobs.PutAsync([1, 2, 3]);
        var flipped = await _blobs.PutAsync([1, 2, 3, 4]);
        var good = await _blobs.PutAsync([9]);
        var orphan = await _blobs.PutAsync([5], isCommitted: false);
        File.Delete(PathOf(missing));
        File.WriteAllBytes(PathOf(shorter), [1, 2]);
        File.WriteAllBytes(PathOf(flipped), [1, 2, 3, 5]);
        var verifier = new BlobVerifier(_blobs.Store, _blobs.State);

        var damages = verifier.Check(readContent: true, default).ToList();

        Assert.Equal(4, damages.Count);
        Assert.Contains(new BlobDamage.Missing(missing.Id, 1), damages);
        Assert.Contains(new BlobDamage.WrongSize(shorter.Id, 3, 2), damages);
        Assert.Contains(new BlobDamage.WrongContent(flipped.Id), damages);
        Assert.Contains(new BlobDamage.Orphan(PathOf(orphan)), damages);
        var repaired = 0;
        foreach (var damage in damages)
        {
            repaired += await verifier.RepairAsync(damage, default) ? 1 : 0;
        }

        Assert.Equal(1, repaired);
        Assert.Equal(3, verifier.Check(readContent: true, default).Count());
        Assert.Equal([9], _blobs.Read(good.Id));
    }

    [Fact]
    public async Task Wrong_counts_of_references_are_found_and_corrected()
    {
        var twice = await _blobs.PutAsync([1]);
        var never = await _blobs.PutAsync([2]);
        var verifier = new BlobVerifier(_blobs.Store, _blobs.State);
        var references = new Dictionary<string, int> { [twice.Id] = 2, ["unknown"] = 1 };

        var damages = verifier.Check(references, readContent: false, default).ToList();
        foreach (var damage in damages)
        {
            await verifier.RepairAsync(damage, default);
        }

        Assert.Equal(
            [
                new BlobDamage.WrongReferences(twice.Id, 2, 1),
                new BlobDamage.WrongReferences(never.Id, 0, 1),
                new BlobDamage.Unknown("unknown"),
            ],
            damages.OrderBy(damage => damage is BlobDamage.Unknown).ThenBy(damage => (damage as BlobDamage.WrongReferences)?.Expected == 0));
        Assert.Equal([new BlobDamage.Unknown("unknown")], verifier.Check(references, readContent: false, default));
        Assert.Equal(1, await _blobs.Collector.RemovePendingAsync(default));
    }

    private string PathOf(Blob blob) => Path.Combine(_blobs.Root, blob.Id[..2], blob.Id);
}
