using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Weir.Server.Observability;

/// <summary>Sums what the platform's meters report, for the Prometheus page, <c>weir status</c> and the console.</summary>
/// <remarks>Counters are sums since start; gauges the last value; histograms a sum and a count. Safe from any thread.</remarks>
internal sealed class MetricsCollector : IDisposable
{
    /// <summary>Different label sets kept per process; past that, new ones are dropped (and counted).</summary>
    private const int SeriesMax = 20_000;

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<SeriesKey, Series> _series = new();
    private long _dropped;

    public MetricsCollector(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name.StartsWith("Weir.", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>(Record);
        _listener.Start();
    }

    /// <summary>Every series, its labels as given, in name order.</summary>
    public IReadOnlyList<MetricSeries> Snapshot()
    {
        _listener.RecordObservableInstruments();
        return [.. _series
            .Select(entry => new MetricSeries(entry.Key.Name, entry.Key.Labels, entry.Value.Kind, entry.Value.Read(), entry.Value.Count))
            .OrderBy(series => series.Name, StringComparer.Ordinal).ThenBy(series => series.LabelText, StringComparer.Ordinal)];
    }

    /// <summary>Prometheus text exposition format 0.0.4.</summary>
    public string ToPrometheus()
    {
        var text = new StringBuilder(8_192);
        foreach (var family in Snapshot().GroupBy(series => series.Name))
        {
            var kind = family.First().Kind;
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {family.Key} {kind}\n");
            foreach (var series in family)
            {
                var suffix = kind == "summary" ? "_sum" : "";
                text.Append(CultureInfo.InvariantCulture, $"{series.Name}{suffix}{series.LabelText} {series.Value:R}\n");
                if (kind == "summary")
                {
                    text.Append(CultureInfo.InvariantCulture, $"{series.Name}_count{series.LabelText} {series.Count}\n");
                }
            }
        }

        using var process = System.Diagnostics.Process.GetCurrentProcess();
        text.Append("# TYPE process_resident_memory_bytes gauge\n");
        text.Append(CultureInfo.InvariantCulture, $"process_resident_memory_bytes {process.WorkingSet64}\n");
        text.Append("# TYPE process_cpu_seconds_total counter\n");
        text.Append(CultureInfo.InvariantCulture, $"process_cpu_seconds_total {process.TotalProcessorTime.TotalSeconds:R}\n");
        text.Append("# TYPE weir_metric_series_dropped_total counter\n");
        text.Append(CultureInfo.InvariantCulture, $"weir_metric_series_dropped_total {Interlocked.Read(ref _dropped)}\n");
        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state) =>
        Record(instrument, value, tags);

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = SeriesKey.Of(instrument.Name, tags);
        if (!_series.TryGetValue(key, out var series))
        {
            if (_series.Count >= SeriesMax)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            series = _series.GetOrAdd(key, _ => new Series(KindOf(instrument)));
        }

        series.Add(value);
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        Gauge<double> or Gauge<long> or Gauge<int> => "gauge",
        ObservableGauge<double> or ObservableGauge<long> or ObservableGauge<int> => "gauge",
        Histogram<double> or Histogram<long> => "summary",
        _ => "counter",
    };

    private sealed class Series(string kind)
    {
        private readonly Lock _lock = new();
        private double _value;
        private long _count;

        public string Kind => kind;

        public long Count => Interlocked.Read(ref _count);

        public void Add(double value)
        {
            lock (_lock)
            {
                _value = kind == "gauge" ? value : _value + value;
                _count++;
            }
        }

        public double Read()
        {
            lock (_lock)
            {
                return _value;
            }
        }
    }

    private readonly record struct SeriesKey(string Name, string LabelText)
    {
        public IReadOnlyList<KeyValuePair<string, string>> Labels { get; private init; } = [];

        public static SeriesKey Of(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = new KeyValuePair<string, string>[tags.Length];
            for (var index = 0; index < tags.Length; index++)
            {
                labels[index] = new(tags[index].Key, tags[index].Value?.ToString() ?? "");
            }

            return new(name, MetricSeries.Format(labels)) { Labels = labels };
        }

        public bool Equals(SeriesKey other) => Name == other.Name && LabelText == other.LabelText;

        public override int GetHashCode() => HashCode.Combine(Name, LabelText);
    }
}

/// <summary>One metric with one set of labels.</summary>
internal sealed record MetricSeries(
    string Name, IReadOnlyList<KeyValuePair<string, string>> Labels, string Kind, double Value, long Count)
{
    public string LabelText => Format(Labels);

    public string Label(string name) => Labels.FirstOrDefault(label => label.Key == name).Value ?? "";

    public static string Format(IReadOnlyList<KeyValuePair<string, string>> labels) => labels.Count == 0
        ? ""
        : "{" + string.Join(',', labels.Select(label => $"{label.Key}=\"{Escape(label.Value)}\"")) + "}";

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
}
