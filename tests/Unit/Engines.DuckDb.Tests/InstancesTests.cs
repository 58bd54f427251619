namespace Weir.Engines.DuckDb.Tests;

public sealed class InstancesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-duck-").FullName;
    private readonly DuckInstances _instances;

    public InstancesTests() => _instances = new(
        new() { Threads = 1, MemoryBytesMax = 256L << 20, Directories = [_folder] }, instancesMax: 2, TimeProvider.System);

    [Fact]
    public async Task Corrupt_files_fail_their_query_and_no_other()
    {
        var good = Path.Combine(_folder, "good.parquet");
        using (var lease = await _instances.RentAsync(default))
        {
            lease.Connection.Execute(
                $"COPY (SELECT i, 'text ' || i t, [i] l FROM range(20000) r(i)) TO {DuckSql.Text(good)} (FORMAT parquet, ROW_GROUP_SIZE 4096)");
        }

        var bytes = File.ReadAllBytes(good);
        var random = new Random(20261121);
        var failed = 0;
        for (var round = 0; round < 60; round++)
        {
            var damaged = (byte[])bytes.Clone();
            for (var hit = 0; hit <= round; hit++)
            {
                damaged[4 + random.Next(damaged.Length - 12)] ^= (byte)(1 + random.Next(255));
            }

            var bad = Path.Combine(_folder, $"bad-{round}.parquet");
            File.WriteAllBytes(bad, damaged);
            using (var lease = await _instances.RentAsync(default))
            {
                try
                {
                    lease.Connection.Execute($"SELECT sum(i), max(t), sum(len(l)) FROM read_parquet({DuckSql.Text(bad)})");
                }
                catch (DuckException)
                {
                    failed++;
                }
            }

            using (var lease = await _instances.RentAsync(default))
            {
                using var result = lease.Connection.Query($"SELECT count(*), sum(i) FROM read_parquet({DuckSql.Text(good)})");
                var chunk = result.NextChunk()!;
                Assert.Equal(20_000, chunk[0].Values<long>()[0]);
            }
        }

        Assert.True(failed > 10, $"only {failed} damaged files were noticed");
    }

    [Fact]
    public async Task A_broken_instance_is_replaced()
    {
        using (var lease = await _instances.RentAsync(default))
        {
            lease.Connection.Execute("CREATE TABLE memory.main.mark (a INTEGER)");
            Assert.True(lease.Connection.Failed(new DuckException(DuckErrorKind.Fatal, "FATAL Error: made up")).IsFatal);
        }

        using (var lease = await _instances.RentAsync(default))
        {
            Assert.Throws<DuckException>(() => lease.Connection.Execute("SELECT * FROM memory.main.mark"));
        }
    }

    [Fact]
    public async Task Leases_beyond_the_maximum_wait_their_turn()
    {
        var first = await _instances.RentAsync(default);
        using var second = await _instances.RentAsync(default);
        var third = _instances.RentAsync(default).AsTask();
        Assert.False(third.IsCompleted);

        first.Dispose();

        using var lease = await third;
        lease.Connection.Execute("SELECT 1");
    }

    [Fact]
    public async Task Sessions_share_no_temporary_tables()
    {
        using (var lease = await _instances.RentAsync(default))
        {
            lease.Connection.Execute("CREATE TEMP TABLE mine (a INTEGER)");
        }

        using (var lease = await _instances.RentAsync(default))
        {
            Assert.Throws<DuckException>(() => lease.Connection.Execute("SELECT * FROM mine"));
        }
    }

    public void Dispose()
    {
        _instances.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
