using Weir.Contracts;
using Weir.Kernel.Identity;
using Weir.Services.Athena.Domain;
using Weir.Services.Athena.Queries;

namespace Weir.Services.Athena.Scans;

/// <summary>Tables whose folders hold lists of files instead of data: an address a line.</summary>
internal static class SymlinkFiles
{
    private const int ListBytesMax = 256 << 20;

    private static readonly string[] Formats = ["org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat", "org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat$SymlinkTextInputSplit"];

    public static bool IsSymlink(CatalogStorage storage) => Formats.Contains(storage.InputFormat, StringComparer.Ordinal);

    /// <summary>The files that the lists name, in their place; files of other tables' partitions stay as they are.</summary>
    public static async ValueTask<List<ScanFile>> FollowAsync(
        CallContext call, IObjectStore objects, CatalogTable table, List<ScanFile> files, CancellationToken cancellationToken)
    {
        if (!files.Exists(file => IsSymlink(file.Partition?.Storage ?? table.Storage)))
        {
            return files;
        }

        var followed = new List<ScanFile>();
        foreach (var file in files)
        {
            if (!IsSymlink(file.Partition?.Storage ?? table.Storage))
            {
                followed.Add(file);
                continue;
            }

            if (file.Object.Size > ListBytesMax)
            {
                throw QueryFailure.User($"HIVE_BAD_DATA: the list of files {file.Address} is too large");
            }

            await using var content = await objects.OpenAsync(call, file.Object.Bucket, file.Object.Key, 0, cancellationToken);
            using var lines = new StreamReader(content);
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.Trim() is not { Length: > 0 } text)
                {
                    continue;
                }

                var address = S3Address.TryParse(text) ?? throw QueryFailure.User($"HIVE_BAD_DATA: {file.Address} names {text}, which is not an S3 address");

                // Size and version are those of the object that is leased.
                followed.Add(new(new() { Bucket = address.Bucket, Key = address.Key, Size = 0, ETag = "", LastModified = file.Object.LastModified }, file.Partition));
                if (followed.Count > AthenaLimits.ScanFilesMax)
                {
                    throw QueryFailure.User($"NOT_SUPPORTED: the query reads more than {AthenaLimits.ScanFilesMax} files");
                }
            }
        }

        return followed;
    }
}
