namespace Weir.Kernel.Storage;

/// <summary>The file operations whose order decides what survives a crash; a test gives a disk that tears, loses and fails.</summary>
/// <remarks>Safe from any thread. Paths are absolute or relative to the working directory.</remarks>
public interface IDisk
{
    /// <summary>Opens a file for reading and writing; made empty when there was none and <paramref name="create"/> is set.</summary>
    /// <remarks>A new file's name is durable only after <see cref="SyncDirectory"/> of its directory.</remarks>
    IDiskFile Open(string path, bool create);

    bool FileExists(string path);

    bool DirectoryExists(string path);

    /// <summary>Names (not paths) of the files in a directory, in ordinal order; none when there is no such directory.</summary>
    IReadOnlyList<string> ListFiles(string directory);

    /// <summary>Names of the directories in a directory, in ordinal order; none when there is no such directory.</summary>
    IReadOnlyList<string> ListDirectories(string directory);

    /// <summary>Creates a directory and its missing parents, durably.</summary>
    void CreateDirectory(string path);

    /// <summary>Renames a file, atomically replacing one of the new name; durable after <see cref="SyncDirectory"/>.</summary>
    void Rename(string from, string to);

    void RenameDirectory(string from, string to);

    void DeleteFile(string path);

    /// <summary>Deletes a directory with all it holds.</summary>
    void DeleteDirectory(string path);

    /// <summary>Makes creations, renames and deletions in a directory durable.</summary>
    void SyncDirectory(string path);
}

/// <summary>An open file. Reads and writes at positions; no cursor. Reads are safe from any thread, writes from one at a time.</summary>
public interface IDiskFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads until the buffer is full or the file ends; returns how much was read.</summary>
    int Read(Span<byte> buffer, long position);

    void Write(ReadOnlySpan<byte> bytes, long position);

    /// <summary>Returns when all that was written is on the device. After an exception nothing more may be assumed of the file.</summary>
    void Sync();

    void SetLength(long length);
}
