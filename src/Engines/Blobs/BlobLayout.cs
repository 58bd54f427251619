using System.Buffers;
using System.Globalization;
using Weir.Kernel.Core;

namespace Weir.Engines.Blobs;

/// <summary>Where blobs lie: <c>objects/ab/ab…</c>, and unfinished ones in <c>objects/tmp</c>.</summary>
/// <remarks>
/// An id is its directory (2 hex digits), the run of the program that wrote it (16) and a counter (10). The run tells an orphan
/// of an earlier run from a blob whose commit is still on its way. The id of an encrypted blob ends in <c>.e</c>: whoever has the id knows
/// how to read the file.
/// </remarks>
internal sealed class BlobLayout
{
    private const int IdLength = 28;
    private const string EncryptedEnd = ".e";
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

    public string NewId(bool isEncrypted = false)
    {
        var number = Interlocked.Increment(ref _counter);
        var directory = (int)((FirstDirectory + (number / BlobLimits.BlobsPerTurn)) % BlobLimits.Directories);
        return string.Create(CultureInfo.InvariantCulture, $"{directory:x2}{_run}{number:x10}{(isEncrypted ? EncryptedEnd : "")}");
    }

    public bool IsOfThisRun(string id) => id.AsSpan(RunStart, RunLength).SequenceEqual(_run);

    public static bool IsEncrypted(string id) => id.EndsWith(EncryptedEnd, StringComparison.Ordinal);

    public static bool IsId(string name) =>
        name.Length == IdLength + (IsEncrypted(name) ? EncryptedEnd.Length : 0) && !name.AsSpan(0, IdLength).ContainsAnyExcept(HexDigits);

    public string PathOf(string id)
    {
        Invariant.That(IsId(id), "a blob id is 28 hex digits, and says when it is encrypted");
        return Path.Combine(Root, id[..2], id);
    }

    public string TemporaryPathOf(string id) => Path.Combine(Temporary, id);

    public static string DirectoryOf(string id) => id[..2];
}
