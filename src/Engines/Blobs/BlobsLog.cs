using Microsoft.Extensions.Logging;

namespace Weir.Engines.Blobs;

internal static partial class BlobsLog
{
    [LoggerMessage(3101, LogLevel.Warning, "cannot remove file {Path}; it will be tried again after the next start")]
    public static partial void CannotRemove(this ILogger logger, string path, Exception failure);

    [LoggerMessage(3102, LogLevel.Information, "removed {Files} files that an earlier run left unfinished")]
    public static partial void OrphansRemoved(this ILogger logger, int files);

    [LoggerMessage(3103, LogLevel.Error, "blob {Blob} may be lost in a power failure: it could not be synced")]
    public static partial void CannotSync(this ILogger logger, string blob, Exception failure);

    [LoggerMessage(3104, LogLevel.Error, "cannot collect unneeded files now")]
    public static partial void CannotCollect(this ILogger logger, Exception failure);
}
