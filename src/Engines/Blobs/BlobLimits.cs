namespace Weir.Engines.Blobs;

/// <summary>Numbers of the blob store, each with its unit.</summary>
internal static class BlobLimits
{
    /// <summary>One read from the client, one write to the file.</summary>
    public const int BufferBytes = 256 * 1024;

    /// <summary>How many blobs in a row go to the same directory, so that puts at the same time share its sync.</summary>
    public const int BlobsPerTurn = 64;

    public const int Directories = 256;

    public static readonly TimeSpan CollectAfterStart = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan RemoveRetry = TimeSpan.FromSeconds(30);
    public const int RemovalsPerTransaction = 256;
}
