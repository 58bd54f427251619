using Weir.Engines.Formats.Scans;

namespace Weir.Engines.Formats.Codecs;

/// <summary>A file that is read from some place on, and what was taken of it.</summary>
internal sealed class CountedStream : FileStream
{
    private readonly ReadCount _count;

    private CountedStream(string path, ReadCount count)
        : base(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan) => _count = count;

    /// <summary>Counts only where someone asks: it costs a copy.</summary>
    public static FileStream Open(DataFile file) => file.Read is { } count
        ? new CountedStream(file.Path, count)
        : new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);

    /// <summary>All other ways to read end here.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
        _count.Add(read);
        return read;
    }
}
