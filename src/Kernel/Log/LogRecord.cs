namespace Weir.Kernel.Log;

/// <summary>One record to append. Its memory is the caller's again when the append has completed.</summary>
public readonly record struct LogRecord
{
    /// <summary>Null is not the same as empty.</summary>
    public ReadOnlyMemory<byte>? Key { get; init; }

    public ReadOnlyMemory<byte> Value { get; init; }

    public IReadOnlyList<LogHeader>? Headers { get; init; }

    /// <summary>Milliseconds since 1970; null takes the log's clock at the append.</summary>
    public long? TimestampMs { get; init; }
}

public readonly record struct LogHeader(string Name, ReadOnlyMemory<byte> Value);

/// <summary>Where an append went.</summary>
/// <param name="FirstOffset">The offset of its first record; the others follow without a gap.</param>
/// <param name="TimestampMs">The time given to records that brought none.</param>
public readonly record struct LogAppend(long FirstOffset, long TimestampMs);

/// <summary>One record as read: slices of the batch it came in.</summary>
public readonly struct LogEntry
{
    public required long Offset { get; init; }
    public required long TimestampMs { get; init; }
    public required ReadOnlyMemory<byte> Key { get; init; }
    public required bool HasKey { get; init; }
    public required ReadOnlyMemory<byte> Value { get; init; }
    public required int HeaderCount { get; init; }

    internal ReadOnlyMemory<byte> HeaderBytes { get; init; }

    /// <summary>Decodes the headers, which few readers want.</summary>
    public IReadOnlyList<LogHeader> ReadHeaders() => RecordBatch.DecodeHeaders(HeaderBytes, HeaderCount);
}
