using System.Buffers;
using System.Globalization;
using Weir.Kernel.Core;

namespace Weir.Engines.Blobs;

/// <summary>Where blobs lie: <c>objects/ab/ab…</c>, and unfinished ones in <c>objects/tmp</c>.</summary>
/// <remarks>
/// An id is its directory (2 hex digits), the run of the program that wrote it (16) and a counter (10). The run tells an orphan
/// of an earlier run from a blob whose commit is still on its way.
/// </remarks>
internal sealed class BlobLayout
{
    public const int IdLength = 28;
    private const int RunStart = 2;
    private const int RunLength = 16;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private readonly string _run;
    private long _counter;

    public BlobLayout(string root, IdSource ids)
    {
        Root = Path.GetFullPath(root);
        Temporary = Path.Combine(Root, "tmp");
        Span<byte> run = stackalloc byte[RunLength / 2];
        ids.Fill(run);
        _run = Convert.ToHexStringLower(run);
        FirstDirectory = run[0];
    }

    public string Root { get; }

    public string Temporary { get; }

    private int FirstDirectory { get; }

    public string NewId()
    {
        var number = Interlocked.Increment(ref _counter);
        var directory = (int)((FirstDirectory + (number / BlobLimits.BlobsPerTurn)) % BlobLimits.Directories);
        return string.Create(CultureInfo.InvariantCulture, $"{directory:x2}{_run}{number:x10}");
    }

    public bool IsOfThisRun(string id) => id.AsSpan(RunStart, RunLength).SequenceEqual(_run);

    public static bool IsId(string name) => name.Length == IdLength && !name.AsSpan().ContainsAnyExcept(HexDigits);

    public string PathOf(string id)
    {
        Invariant.That(IsId(id), "a blob id is 28 hex digits");
        return Path.Combine(Root, id[..2], id);
    }

    public string TemporaryPathOf(string id) => Path.Combine(Temporary, id);

    public static string DirectoryOf(string id) => id[..2];
}
