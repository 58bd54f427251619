using System.IO.Compression;

namespace Weir.Engines.Functions;

/// <summary>Unpacks archives of strangers: nothing lands outside the target, nothing grows past the limits.</summary>
internal static class ZipUnpacker
{
    private const int TypeMask = 0xF000;
    private const int SymbolicLink = 0xA000;
    private const int PermissionMask = 0x1FF;
    private const int LinkTargetBytesMax = 4096;
    private const UnixFileMode DefaultFile = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode AnyWrite = UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Null when the archive can be unpacked.</summary>
    public static CodeResult? Inspect(string archivePath)
    {
        try
        {
            using var archive = ZipFile.OpenRead(archivePath);
            if (archive.Entries.Count == 0)
            {
                return new CodeResult.Refused("the archive is empty");
            }

            if (archive.Entries.Count > FunctionLimits.UnpackedEntriesMax)
            {
                return new CodeResult.Refused($"the archive has more than {FunctionLimits.UnpackedEntriesMax} entries");
            }

            long total = 0;
            var links = new HashSet<string>(StringComparer.Ordinal);
            foreach (var entry in archive.Entries)
            {
                if (PathOf("/", entry) is not { } path || (IsLink(entry) && !PointsInside("/r", PathOf("/r", entry)!, LinkTarget(entry))))
                {
                    return new CodeResult.Refused($"the entry {entry.FullName} would land outside the code's directory");
                }

                if (IsLink(entry))
                {
                    links.Add(path);
                }

                total += Math.Max(0, entry.Length);
                if (total > FunctionLimits.UnpackedBytesMax)
                {
                    return new CodeResult.TooLarge(FunctionLimits.UnpackedBytesMax);
                }
            }

            return archive.Entries.FirstOrDefault(entry => IsBelowLink(PathOf("/", entry)!, links)) is { } through
                ? new CodeResult.Refused($"the entry {through.FullName} would be written through a link")
                : null;
        }
        catch (InvalidDataException)
        {
            return new CodeResult.Refused("it is no zip archive");
        }
    }

    public static void Unpack(string archivePath, string target)
    {
        Directory.CreateDirectory(target);
        using var archive = ZipFile.OpenRead(archivePath);
        long total = 0;
        var links = new List<(string Path, string Target)>();
        foreach (var entry in archive.Entries)
        {
            var path = PathOf(target, entry) ?? throw new InvalidDataException($"{entry.FullName} leaves the directory");
            if (entry.FullName.EndsWith('/') || entry.FullName.EndsWith('\\'))
            {
                Directory.CreateDirectory(path);
                continue;
            }

            var mode = entry.ExternalAttributes >> 16;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (IsLink(entry))
            {
                links.Add((path, LinkTarget(entry)));
                continue;
            }

            total += Write(entry, path, FunctionLimits.UnpackedBytesMax - total);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, (mode & PermissionMask) == 0 ? DefaultFile : (UnixFileMode)(mode & PermissionMask));
            }
        }

        // Links come last: no entry can be written through one.
        foreach (var (path, linkTarget) in links)
        {
            if (!PointsInside(target, path, linkTarget))
            {
                throw new InvalidDataException($"the link {path} leaves the directory");
            }

            File.Delete(path);
            File.CreateSymbolicLink(path, linkTarget);
        }
    }

    /// <summary>Takes the permission to write from everything unpacked.</summary>
    public static void MakeReadOnly(string directory) => ChangeModes(directory, static mode => mode & ~AnyWrite, filesToo: true);

    /// <summary>Gives directories the permission to write back, so that they can be removed.</summary>
    public static void MakeWritable(string directory) => ChangeModes(directory, static mode => mode | UnixFileMode.UserWrite, filesToo: false);

    private static void ChangeModes(string directory, Func<UnixFileMode, UnixFileMode> change, bool filesToo)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var entries = filesToo ? Directory.EnumerateFileSystemEntries(directory, "*", options) : Directory.EnumerateDirectories(directory, "*", options);
        foreach (var path in entries.Prepend(directory).ToList())
        {
            File.SetUnixFileMode(path, change(File.GetUnixFileMode(path)));
        }
    }

    /// <summary>Where an entry lands; null when that is outside the target.</summary>
    private static string? PathOf(string target, ZipArchiveEntry entry)
    {
        var name = entry.FullName.Replace('\\', '/').TrimEnd('/');
        if (name.Length == 0 || name.Contains('\0') || name.StartsWith('/') || name.Split('/').Any(part => part is ".."))
        {
            return null;
        }

        var path = Path.GetFullPath(Path.Combine(target, name));
        return IsInside(target, path) ? path : null;
    }

    private static bool IsInside(string target, string path)
    {
        var root = Path.GetFullPath(target).TrimEnd('/');
        return path == root || path.StartsWith(root + "/", StringComparison.Ordinal);
    }

    private static bool IsLink(ZipArchiveEntry entry) => ((entry.ExternalAttributes >> 16) & TypeMask) == SymbolicLink;

    private static bool PointsInside(string root, string linkPath, string linkTarget) =>
        !linkTarget.Contains('\0') && !Path.IsPathRooted(linkTarget)
        && IsInside(root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(linkPath)!, linkTarget)));

    private static bool IsBelowLink(string path, HashSet<string> links)
    {
        for (var above = Path.GetDirectoryName(path); above is { Length: > 1 }; above = Path.GetDirectoryName(above))
        {
            if (links.Contains(above))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts what really comes out: an archive can lie about its sizes.</summary>
    private static long Write(ZipArchiveEntry entry, string path, long bytesMax)
    {
        using var content = entry.Open();
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        var buffer = new byte[64 * 1024];
        long total = 0;
        int count;
        while ((count = content.Read(buffer)) > 0)
        {
            total += count;
            if (total > bytesMax)
            {
                throw new InvalidDataException($"the archive unpacks to more than {FunctionLimits.UnpackedBytesMax} bytes");
            }

            file.Write(buffer, 0, count);
        }

        return total;
    }

    private static string LinkTarget(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        var buffer = new byte[LinkTargetBytesMax];
        var length = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
