using Weir.Engines.DuckDb;

namespace Weir.Services.Athena.Queries;

/// <summary>Engines for as many queries as run at a time. Safe from any thread.</summary>
/// <remarks>
/// As many queries as there are cores get an engine with every core and a good share of memory. Those beyond them get a small one, with
/// one thread and what memory is left over, and spill the sooner: nobody waits for somebody else's long query, and the system's scheduler
/// divides the cores.
/// </remarks>
internal sealed class EnginePool : IDisposable
{
    private readonly DuckInstances _large;
    private readonly DuckInstances _small;

    /// <param name="common">What all of them may use but for threads and memory.</param>
    /// <param name="memoryBytes">Memory of a large engine; zero for an even share of a quarter of the machine's.</param>
    public EnginePool(DuckOptions common, long memoryBytes, TimeProvider clock)
    {
        var large = Math.Min(AthenaLimits.LargeEngines, AthenaLimits.DataQueriesAtOnce);
        var small = AthenaLimits.DataQueriesAtOnce - large;
        var largeBytes = memoryBytes > 0 ? memoryBytes : DuckOptions.MemoryShare(4 * large, AthenaLimits.LargeEngineBytesMin);
        var smallBytes = Math.Min(largeBytes, DuckOptions.MemoryShare(4 * Math.Max(1, small), AthenaLimits.SmallEngineBytesMin));
        _large = new(common with { Threads = Environment.ProcessorCount, MemoryBytesMax = largeBytes }, large, clock, idleMin: 1);
        _small = new(common with { Threads = 1, MemoryBytesMax = smallBytes }, Math.Max(1, small), clock);
    }

    public ValueTask<DuckLease> RentAsync(CancellationToken cancellationToken) =>
        _large.TryRent() is { } lease ? ValueTask.FromResult(lease) : _small.RentAsync(cancellationToken);

    public void Dispose()
    {
        _large.Dispose();
        _small.Dispose();
    }
}
