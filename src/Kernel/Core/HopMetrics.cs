using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Weir.Kernel.Core;

/// <summary>What every hop of the pipeline reports: records and bytes in and out, errors, lag.</summary>
/// <remarks>
/// <para>Hops are named after the service and direction: <c>iot</c>, <c>iot.rule</c>, <c>kinesis</c>, <c>firehose</c>,
/// <c>firehose.transform</c>, <c>s3</c>, <c>sqs</c>, <c>lambda</c>, <c>athena</c>. The resource is the short name a person gave
/// (stream, rule, bucket, queue, function, workgroup).</para>
/// <para>Exported as <c>weir_hop_records_total</c>, <c>weir_hop_bytes_total</c>, <c>weir_hop_errors_total</c> and
/// <c>weir_hop_lag_seconds</c>, with labels <c>hop</c>, <c>resource</c> and (but for lag) <c>direction</c>. Safe from any thread.</para>
/// </remarks>
public sealed class HopMetrics
{
    public const string MeterName = "Weir.Hops";

    private readonly Counter<long> _records;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _errors;
    private readonly Gauge<double> _lag;

    public HopMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _records = meter.CreateCounter<long>("weir_hop_records_total", "{record}", "records through a hop");
        _bytes = meter.CreateCounter<long>("weir_hop_bytes_total", "By", "bytes through a hop");
        _errors = meter.CreateCounter<long>("weir_hop_errors_total", "{record}", "records that failed at a hop");
        _lag = meter.CreateGauge<double>("weir_hop_lag_seconds", "s", "age of the oldest record not yet processed");
    }

    public void In(string hop, string resource, long records, long bytes) => Count(hop, resource, "in", records, bytes);

    public void Out(string hop, string resource, long records, long bytes) => Count(hop, resource, "out", records, bytes);

    /// <summary>Records that a hop could not process; <paramref name="reason"/> is a short stable word.</summary>
    public void Failed(string hop, string resource, string reason, long records = 1) =>
        _errors.Add(records, new TagList { { "hop", hop }, { "resource", resource }, { "reason", reason } });

    public void Lag(string hop, string resource, TimeSpan behind) =>
        _lag.Record(behind.TotalSeconds, new TagList { { "hop", hop }, { "resource", resource } });

    private void Count(string hop, string resource, string direction, long records, long bytes)
    {
        var tags = new TagList { { "hop", hop }, { "resource", resource }, { "direction", direction } };
        _records.Add(records, tags);
        _bytes.Add(bytes, tags);
    }
}
