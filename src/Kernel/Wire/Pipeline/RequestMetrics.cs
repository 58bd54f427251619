using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Weir.Kernel.Wire;

/// <summary>Counts and times what the front door answers.</summary>
internal sealed class RequestMetrics
{
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _seconds;

    public RequestMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("Weir.FrontDoor");
        _requests = meter.CreateCounter<long>("weir_requests_total", "{request}", "requests answered");
        _seconds = meter.CreateHistogram<double>("weir_request_seconds", "s", "from the first byte to the answer");
    }

    /// <param name="service">A signing name; a made-up one is counted as unknown, so that clients cannot make labels.</param>
    /// <param name="operation">Empty when unknown.</param>
    /// <param name="status">Of HTTP.</param>
    /// <param name="took">The whole time.</param>
    public void Answered(string service, string operation, int status, TimeSpan took)
    {
        var tags = new TagList
        {
            { "service", operation.Length == 0 ? "unknown" : service }, { "operation", operation }, { "status", status },
        };
        _requests.Add(1, tags);
        _seconds.Record(took.TotalSeconds, tags);
    }
}
