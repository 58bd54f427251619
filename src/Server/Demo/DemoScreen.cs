using System.Diagnostics;
using System.Text.Json;
using Weir.Server.Http;
using Weir.Server.Observability;

namespace Weir.Server.Demo;

/// <summary>Shows a demo to the person who started it: steps, then each hop's progress, then the table of counts.</summary>
/// <remarks>On a terminal the hops are redrawn in place; elsewhere a line is printed now and then.</remarks>
internal sealed class DemoScreen(WeirServer server)
{
    private static readonly TimeSpan PlainPeriod = TimeSpan.FromSeconds(5);

    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private readonly TaskCompletionSource _provisioned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, (long Records, long At)> _last = [];
    private long _lastPlain;
    private int _drawn;

    /// <summary>Completes when the pipeline stands.</summary>
    public Task Provisioned => _provisioned.Task;

    public void Started()
    {
        Console.WriteLine($"Weir is up: {server.Endpoint}");
        Console.WriteLine($"  console   {server.Endpoint}/_weir/console/");
        Console.WriteLine($"  mqtt      127.0.0.1:{server.Ports["mqtt"]}");
        Console.WriteLine($"  try       AWS_ACCESS_KEY_ID={server.Settings.AccessKey} AWS_SECRET_ACCESS_KEY=… aws --endpoint-url {server.Endpoint} kinesis list-streams");
        Console.Write("provisioning the pipeline through the public APIs:");
    }

    public void Show(JsonElement told)
    {
        switch (told.GetProperty("event").GetString())
        {
            case "step":
                Console.Write($" {told.GetProperty("name").GetString()}");
                break;
            case "provisioned":
                Console.WriteLine();
                Console.WriteLine($"publishing; Ctrl-C ends it. Dashboard: {server.Endpoint}/_weir/console/#/dashboards");
                _provisioned.TrySetResult();
                break;
            case "published":
                Draw();
                break;
            case "draining":
                Leave();
                Console.WriteLine("stopped publishing; waiting until the last reading has passed the last hop");
                break;
            case "drained":
                Draw();
                break;
        }
    }

    /// <summary>Prints the counts; true when all agree.</summary>
    public bool Finish(JsonDocument? summary)
    {
        Leave();
        if (summary is null)
        {
            Console.WriteLine("the demo ended before it could count");
            return false;
        }

        var done = summary.RootElement;
        var counts = done.GetProperty("counts");
        long Count(string name) => counts.GetProperty(name).GetInt64();
        var delivered = HopStatus.From(server.Get<MetricsCollector>().Snapshot())
            .Where(hop => hop.Hop == "firehose").Sum(hop => hop.RecordsOut);
        Console.WriteLine();
        Console.WriteLine($"  published (acknowledged over MQTT)  {Count("published"),12:N0}");
        Console.WriteLine($"  in the stream (Kinesis)             {Count("stream"),12:N0}");
        Console.WriteLine($"  delivered (Firehose)                {delivered,12:N0}");
        Console.WriteLine($"  in the lake (Athena)                {Count("lake"),12:N0}   {Count("distinct"):N0} distinct, {Count("objects"):N0} objects");
        Console.WriteLine($"  queried (the newest report)         {Count("report"),12:N0}   {Count("reports"):N0} reports");
        if (Count("errors") > 0)
        {
            Console.WriteLine($"  objects under the error prefix      {Count("errors"),12:N0}");
        }

        var agree = done.GetProperty("agree").GetBoolean() && delivered == Count("published");
        Console.WriteLine(agree ? "every count agrees" : "the counts differ");
        if (!agree && done.GetProperty("trouble").GetString() is { } trouble)
        {
            Console.WriteLine($"the last query said: {trouble}");
        }

        return agree;
    }

    private void Draw()
    {
        var hops = HopStatus.From(server.Get<MetricsCollector>().Snapshot());
        var now = Stopwatch.GetTimestamp();
        if (!_isTerminal)
        {
            if (_lastPlain != 0 && Stopwatch.GetElapsedTime(_lastPlain, now) < PlainPeriod)
            {
                return;
            }

            _lastPlain = now;
            Console.WriteLine(string.Join("  ", hops.GroupBy(hop => hop.Hop).Select(group => $"{group.Key} {group.Sum(Through):N0}")));
            return;
        }

        foreach (var hop in hops)
        {
            var key = $"{hop.Hop}|{hop.Resource}";
            var speed = _last.TryGetValue(key, out var before) && now > before.At
                ? (Through(hop) - before.Records) / Stopwatch.GetElapsedTime(before.At, now).TotalSeconds
                : 0;
            _last[key] = (Through(hop), now);
            Console.WriteLine($"\e[2K  {hop.Hop,-20} {hop.Resource,-28} {Through(hop),12:N0}  {speed,9:N0}/s  lag {hop.LagSeconds ?? 0,6:F1}s  errors {hop.Errors:N0}");
        }

        _drawn = hops.Count;
        Console.Write($"\e[{_drawn}A");
    }

    /// <summary>Moves below what was drawn in place.</summary>
    private void Leave()
    {
        if (_drawn > 0)
        {
            Console.Write(string.Concat(Enumerable.Repeat("\n", _drawn)));
            _drawn = 0;
        }
    }

    private static long Through(HopStatus hop) => Math.Max(hop.RecordsIn, hop.RecordsOut);
}
