namespace Weir.Kernel.Log;

/// <summary>Stored bytes are not what was written. Nothing is skipped silently: this names the file and the place.</summary>
public sealed class LogDamagedException(string file, long position, string problem)
    : IOException($"the log is damaged: {file} at byte {position}: {problem}; run `weir verify --repair` on the stopped data directory")
{
    public string File { get; } = file;

    public long Position { get; } = position;
}

/// <summary>A write or sync failed, so the partition takes no more appends until it is opened again.</summary>
/// <remarks>After a failed fsync the kernel may have dropped the pages: trying again could acknowledge what is not there.</remarks>
public sealed class LogStoppedException(string partition, Exception cause)
    : IOException($"log partition {partition} has stopped: {cause.Message}", cause);

/// <summary>The offset is below the first one still kept, or above the end.</summary>
public sealed class LogOffsetOutOfRangeException(string partition, long offset, long start, long end)
    : ArgumentOutOfRangeException(null, $"log partition {partition} has no offset {offset}; it holds {start} to {end}")
{
    public long Start { get; } = start;

    public long End { get; } = end;
}

/// <summary>The partition was deleted while someone waited on it.</summary>
public sealed class LogDeletedException(string partition) : IOException($"log partition {partition} has been deleted");
