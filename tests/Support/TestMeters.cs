using System.Diagnostics.Metrics;
using Weir.Kernel.Core;

namespace Weir.Tests.Support;

/// <summary>Metrics that nobody collects.</summary>
public sealed class TestMeters : IMeterFactory
{
    public static HopMetrics Hops() => new(new TestMeters());

    public Meter Create(MeterOptions options) => new(options);

    public void Dispose()
    {
    }
}
