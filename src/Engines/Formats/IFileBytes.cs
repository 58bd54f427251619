namespace Weir.Engines.Formats;

/// <summary>A file of which any part can be read. Safe from any thread.</summary>
public interface IFileBytes : IDisposable
{
    long Length { get; }

    /// <summary>Fills the buffer from the place given; an end before that is a <see cref="FormatException"/>.</summary>
    void Read(long offset, Span<byte> buffer);
}

/// <summary>A file on disk.</summary>
public sealed class DiskBytes(string path) : IFileBytes
{
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _file = File.OpenHandle(path);

    public long Length => RandomAccess.GetLength(_file);

    public void Read(long offset, Span<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(_file, buffer, offset);
            if (read == 0)
            {
                throw new FormatException($"the file ends at {offset}, in the middle of something");
            }

            offset += read;
            buffer = buffer[read..];
        }
    }

    /// <summary>The file from its start on.</summary>
    public static Stream OpenStream(string path) => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>A new file to write from its start; not synced: whoever publishes it does that.</summary>
    public static Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 64 << 10);

    public void Dispose() => _file.Dispose();
}

/// <summary>A file that is in memory.</summary>
public sealed class MemoryBytes(ReadOnlyMemory<byte> bytes) : IFileBytes
{
    public long Length => bytes.Length;

    public void Read(long offset, Span<byte> buffer)
    {
        if (offset < 0 || offset > bytes.Length - buffer.Length)
        {
            throw new FormatException($"the file ends at {bytes.Length}, in the middle of something");
        }

        bytes.Span.Slice((int)offset, buffer.Length).CopyTo(buffer);
    }

    public void Dispose()
    {
    }
}
