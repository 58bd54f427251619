using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Weir.Fuzz;

/// <summary>
/// <c>./build fuzz [TARGET[,TARGET]|all] [MINUTES] [SEED] [FOLDER]</c>: feeds each parser mutated inputs for so many minutes of processor time (the clock says
/// little on a busy machine). A finding is an exception the parser must not throw, an
/// input that takes more than a second of processor time, or one that makes it allocate out of proportion; it is saved and the exit status is 1.
/// Told to end (SIGTERM, Ctrl+C) it says what it has done so far. With a file in place of the minutes it tries that input alone.
/// Files of a folder, up to 256 KB each, are begun with too.
/// </summary>
internal static class Program
{
    private const long AllocatedMax = 64L * 1024 * 1024;
    private const int CorpusMax = 2_000;
    private const long SeedBytesMax = 256 << 10;
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hung = TimeSpan.FromSeconds(20);
    private static byte[]? _current;
    private static bool _isEnding;
    private static long _currentStartedTicks;

    /// <summary>Processor time of this program: a busy machine makes anything slow by the clock.</summary>
    private static TimeSpan Used => Environment.CpuUsage.TotalTime;

    private static int Main(string[] args)
    {
        var name = args.ElementAtOrDefault(0) ?? "all";
        var seed = int.Parse(args.ElementAtOrDefault(2) ?? $"{Environment.TickCount}", CultureInfo.InvariantCulture);
        var names = name.Split(',');
        var targets = Targets.All.Where(target => name == "all" || names.Contains(target.Name)).ToList();
        if (targets.Count == 0)
        {
            Console.Error.WriteLine($"no such target: {name}; there are {string.Join(", ", Targets.All.Select(target => target.Name))}");
            return 2;
        }

        StartWatch();
        if (args.ElementAtOrDefault(1) is { } file && File.Exists(file))
        {
            return targets.TrueForAll(target => Replay(target, File.ReadAllBytes(file))) ? 0 : 1;
        }

        var minutes = double.Parse(args.ElementAtOrDefault(1) ?? "1", CultureInfo.InvariantCulture);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        byte[][] more = args.ElementAtOrDefault(3) is { } folder
            ? [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(one => one.Length <= SeedBytesMax).OrderBy(one => one.FullName, StringComparer.Ordinal).Select(one => File.ReadAllBytes(one.FullName))]
            : [];
        var findings = 0;
        foreach (var target in targets)
        {
            findings += Run(target with { Seeds = [.. target.Seeds, .. more] }, TimeSpan.FromMinutes(minutes), new Random(seed)) ? 0 : 1;
        }

        Console.WriteLine(findings == 0 ? $"no findings (seed {seed})" : $"{findings} targets with findings (seed {seed})");
        return findings == 0 ? 0 : 1;
    }

    private static void End(PosixSignalContext signal)
    {
        signal.Cancel = true;
        Volatile.Write(ref _isEnding, true);
    }

    private static bool Run(FuzzTarget target, TimeSpan time, Random random)
    {
        var corpus = target.Seeds.ToList();
        var mutator = new Mutator(random, target.Seeds, target.Words);
        var usedBefore = Used;
        var inputs = 0L;
        var accepted = 0L;
        while (Used - usedBefore < time && !Volatile.Read(ref _isEnding))
        {
            var input = inputs < target.Seeds.Count ? target.Seeds[(int)inputs] : mutator.Next(corpus);
            inputs++;
            if (Try(target, input, out var isRead) is { } finding)
            {
                Report(target, input, finding);
                return false;
            }

            if (isRead)
            {
                accepted++;
                if (corpus.Count < CorpusMax)
                {
                    corpus.Add(input);
                }
                else
                {
                    corpus[random.Next(corpus.Count)] = input;
                }
            }
        }

        Console.WriteLine($"{target.Name}: {inputs:N0} inputs, {accepted:N0} accepted, {Used - usedBefore:hh\\:mm\\:ss} of processor time, no finding");
        return true;
    }

    private static bool Replay(FuzzTarget target, byte[] input)
    {
        var finding = Try(target, input, out var isRead);
        Console.WriteLine(finding ?? (isRead ? "read" : "refused"));
        return finding is null;
    }

    private static string? Try(FuzzTarget target, byte[] input, out bool isRead)
    {
        isRead = false;
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        var started = Used;
        Volatile.Write(ref _currentStartedTicks, started.Ticks);
        _current = input;
        try
        {
            isRead = target.Run(input);
        }
        catch (Exception wrong)
        {
            return wrong.ToString();
        }
        finally
        {
            _current = null;
        }

        var took = Used - started;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        return took > Slow && Confirm(target, input) ? $"took {took}"
            : allocated > AllocatedMax ? $"allocated {allocated:N0} bytes for {input.Length} bytes"
            : null;
    }

    /// <summary>The compiler and the collector take time of the same process; only what is slow three times more is a finding.</summary>
    private static bool Confirm(FuzzTarget target, byte[] input) => Enumerable.Range(0, 3).All(_ =>
    {
        var started = Used;
        target.Run(input);
        return Used - started > Slow;
    });

    private static void StartWatch() => new Thread(() =>
    {
        while (true)
        {
            Thread.Sleep(1000);
            if (_current is { } input && Used - TimeSpan.FromTicks(Volatile.Read(ref _currentStartedTicks)) > Hung)
            {
                Console.WriteLine($"hung on {Convert.ToHexString(input)}");
                Environment.Exit(1);
            }
        }
    })
    { IsBackground = true }.Start();

    private static void Report(FuzzTarget target, byte[] input, string finding)
    {
        var folder = Directory.CreateDirectory(Path.Combine("artifacts", "fuzz")).FullName;
        var file = Path.Combine(folder, $"{target.Name}-{Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(input))[..12]}");
        File.WriteAllBytes(file, input);
        Console.WriteLine($"{target.Name}: FINDING, input in {file} ({input.Length} bytes): {Encoding.Latin1.GetString(input.AsSpan(0, Math.Min(200, input.Length)))}");
        Console.WriteLine(finding.Length > 3000 ? finding[..3000] : finding);
    }
}
