using Weir.Kernel.Storage;

namespace Weir.Kernel.Log;

/// <summary>Small files that are either wholly old or wholly new, whatever happens.</summary>
internal static class AtomicFile
{
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes beside, syncs, renames over, syncs the directory.</summary>
    public static void Write(IDisk disk, string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + TemporarySuffix;
        using (var file = disk.Open(temporary, create: true))
        {
            file.SetLength(0);
            file.Write(content, 0);
            file.Sync();
        }

        disk.Rename(temporary, path);
        disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>The whole file; null when there is none or it is larger than a small file may be.</summary>
    public static byte[]? Read(IDisk disk, string path, int bytesMax)
    {
        if (!disk.FileExists(path))
        {
            return null;
        }

        using var file = disk.Open(path, create: false);
        var length = file.Length;
        if (length > bytesMax)
        {
            return null;
        }

        var content = new byte[length];
        return file.Read(content, 0) == content.Length ? content : null;
    }
}
