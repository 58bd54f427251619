using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Weir.Kernel.Storage;

/// <summary>File operations whose results survive power loss once they return. Blocking; run them on <see cref="DiskThreads"/>.</summary>
/// <remarks>
/// A new or renamed name is durable only after its directory is synced (Linux, macOS). After a failed sync the data must be
/// written again elsewhere: never retry the sync, the kernel may have dropped the dirty pages already.
/// </remarks>
public static partial class DurableFiles
{
    private const int OpenReadOnly = 0;
    private const int FileExistsErrno = 17;

    /// <summary>What <see cref="Exception.HResult"/> of a full disk's failure is (ENOSPC); for stores that learn of it otherwise.</summary>
    public const int DiskFullResult = 28;

    private const int NoQuotaLinuxErrno = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Creates a file for writing; fails when it exists.</summary>
    public static SafeFileHandle Create(string path) =>
        File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);

    /// <summary>Waits until what was written to the file is on the disk.</summary>
    public static void Sync(SafeFileHandle file) => RandomAccess.FlushToDisk(file);

    /// <summary>Waits until the directory's names are on the disk.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // NTFS journals names itself and offers no such call
        }

        var directory = Open(path, OpenReadOnly);
        if (directory < 0)
        {
            throw Failure("open", path);
        }

        try
        {
            if (Fsync(directory) != 0)
            {
                throw Failure("sync", path);
            }
        }
        finally
        {
            _ = Close(directory);
        }
    }

    /// <summary>Creates a directory and the missing ones above it, durably.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null)
        {
            CreateDirectory(parent);
        }

        Directory.CreateDirectory(path);
        if (parent is not null)
        {
            SyncDirectory(parent);
        }
    }

    /// <summary>Replaces a small file as a whole: after a crash there is the old content or the new one.</summary>
    /// <param name="isPrivate">Readable for its owner alone (not on Windows, where the directory's rights count).</param>
    public static void WriteWhole(string path, ReadOnlySpan<byte> content, bool isPrivate = false)
    {
        var temporary = path + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            if (isPrivate && !OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            RandomAccess.Write(file, content, 0);
            Sync(file);
        }

        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>True when the disk (or the quota) was full: nothing was lost, but nothing more fits.</summary>
    public static bool IsDiskFull(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is IOException && cause.HResult is DiskFullResult or NoQuotaLinuxErrno or WindowsDiskFull)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a file could not be created or renamed because the name is taken.</summary>
    public static bool IsTaken(IOException failure) => failure.HResult is FileExistsErrno;

    private static IOException Failure(string what, string path)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new($"cannot {what} directory {path}: {Marshal.GetPInvokeErrorMessage(errno)}", errno);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
