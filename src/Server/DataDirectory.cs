namespace Weir.Server;

/// <summary>The platform cannot start; the message is the one line a person reads.</summary>
public sealed class StartException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The data directory, locked for one process until disposed.</summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockName = "weir.lock";
    private const string FormatName = "weir.format";
    private const string TlsName = "tls";
    private const string Format = "weir-data 1\n";

    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream locked)
    {
        Path = path;
        _lock = locked;
    }

    public string Path { get; }

    public string StatePath => System.IO.Path.Combine(Path, "state.db");

    public static DataDirectory Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            var locked = new FileStream(
                System.IO.Path.Combine(full, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            CheckFormat(full);
            return new(full, locked);
        }
        catch (IOException failure) when (IsSharing(failure))
        {
            throw new StartException($"the data directory {full} is in use by another weir", failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"cannot use the data directory {full}: {failure.Message}", failure);
        }
    }

    /// <summary>Deletes everything but what makes it a data directory of this process, and its TLS keys. Nothing may be open in it.</summary>
    public void Empty()
    {
        foreach (var entry in new DirectoryInfo(Path).EnumerateFileSystemInfos().Where(entry => entry.Name is not (LockName or FormatName or TlsName)))
        {
            if (entry is DirectoryInfo folder)
            {
                folder.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void CheckFormat(string directory)
    {
        var file = System.IO.Path.Combine(directory, FormatName);
        if (!File.Exists(file))
        {
            File.WriteAllText(file, Format);
        }
        else if (File.ReadAllText(file) != Format)
        {
            throw new StartException($"{file} is damaged or of a newer weir: it should say '{Format.TrimEnd()}'");
        }
    }

    // EAGAIN/EWOULDBLOCK of flock on Unix; ERROR_SHARING_VIOLATION on Windows.
    private static bool IsSharing(IOException failure) =>
        (failure.HResult & 0xFFFF) is 11 or 35 or 32 || failure.Message.Contains("used by another process", StringComparison.Ordinal);
}
